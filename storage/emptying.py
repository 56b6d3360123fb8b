"""Documents without what people wrote in them, for those who are forgotten."""

import json

_KEPT_IN_REQUESTS = frozenset(
    {"form", "model", "voice", "format", "parts", "strength", "song_id", "clip_id"}
)
"""What is no word of a person's in a request."""

_KEPT_IN_ACTS = frozenset(
    {
        "action",
        "created_at",
        "ends_at",
        "job",
        "kind",
        "measure",
        "period",
        "scope",
        "scopes",
        "state",
        "verdict",
    }
)
"""What is no word of a person's in what held before and after an act."""


def emptied_request(document: str) -> str:
    """Return a request without anything that a person wrote; it stays one of its kind."""
    words_gone = _without_words(json.loads(document), _KEPT_IN_REQUESTS)
    if isinstance(words_gone, dict):
        words_gone["emptied"] = True
    return json.dumps(words_gone, separators=(",", ":"))


def emptied_act(document: str) -> str:
    """Return what held before or after an act without anything that a person wrote."""
    try:
        read = json.loads(document)
    except ValueError:
        return ""
    return json.dumps(_without_words(read, _KEPT_IN_ACTS), separators=(",", ":"))


def _without_words(value: object, kept: frozenset[str], name: str = "") -> object:
    if isinstance(value, dict):
        return {key: _without_words(part, kept, key) for key, part in value.items()}
    if isinstance(value, list):
        return [_without_words(part, kept, name) for part in value]
    if isinstance(value, str) and name not in kept:
        return None if name in {"voice_id", "persona_id"} else ""
    return value
