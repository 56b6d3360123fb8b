"""Reading what was written into a form."""

from collections.abc import Iterator, Mapping


def values_of(part: object) -> Iterator[tuple[str, str]]:
    """Find the texts and single choices, by custom id, in the nested parts of a submitted form."""
    if isinstance(part, Mapping):
        custom_id, value = part.get("custom_id"), part.get("value")
        if value is None and isinstance(chosen := part.get("values"), list) and len(chosen) == 1:
            value = chosen[0]
        if isinstance(custom_id, str) and isinstance(value, str):
            yield custom_id, value
        yield from values_of(part.get("component"))
        yield from values_of(part.get("components"))
    elif isinstance(part, list):
        for inner in part:
            yield from values_of(inner)
