"""The table of all operations in `docs/provider.md`, made from what the program really uses.

`python -m bot.provider.table docs/provider.md` writes it between the marks in that file.
"""

import sys
import typing
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from bot.domain.catalogue import Catalogue, Product
from bot.domain.operations import Family, Operation
from bot.provider.catalogue import load_catalogue
from bot.provider.families import account, nuro, producer, riffusion, sonic, tools
from bot.provider.families.base import OperationFamily
from bot.provider.routes import ROUTES
from bot.provider.wire.common import WireRequest

BEGIN = "<!-- operations: written by python -m bot.provider.table docs/provider.md -->"
END = "<!-- end of operations -->"

FAMILIES: Mapping[str, type[OperationFamily]] = MappingProxyType(
    {
        "account": account.Account,
        "sonic": sonic.Sonic,
        "tools": tools.Tools,
        "producer": producer.Producer,
        "nuro": nuro.Nuro,
        "riffusion": riffusion.Riffusion,
    }
)
"""The client's attributes."""

_QUESTIONS = {
    "sonic.task": Operation.GET_MUSIC,
    "account.credits": Operation.GET_CREDITS,
    "producer.task": Operation.PRODUCER_GET_MUSIC,
    "nuro.task": Operation.NURO_GET_MUSIC,
    "riffusion.task": Operation.RIFFUSION_GET_MUSIC,
}

_HEAD = (
    "operation",
    "client method",
    "call",
    "models",
    "cost",
    "test",
    "studio",
    "state",
)
_RETIRED = frozenset({Family.NURO, Family.RIFFUSION})


def requests() -> Mapping[Operation, type[WireRequest]]:
    """Return the request that each ordering method of the client takes."""
    return {
        request.operation: request
        for family in FAMILIES.values()
        for request in map(_request_of, _methods(family).values())
        if request is not None
    }


def methods() -> Mapping[Operation, str]:
    """Return the client's method for each operation, such as `sonic.create`."""
    found = {operation: name for name, operation in _QUESTIONS.items()}
    for attribute, family in FAMILIES.items():
        for name, method in _methods(family).items():
            request = _request_of(method)
            if request is not None:
                found[request.operation] = f"{attribute}.{name}"
    return found


def table(catalogue: Catalogue) -> str:
    """Return the table as Markdown, one line for each operation."""
    lines = [f"| {' | '.join(_HEAD)} |", f"|{'---|' * len(_HEAD)}"]
    names, bodies = methods(), requests()
    for operation in Operation:
        route = ROUTES[operation]
        cells = (
            operation.value,
            f"`{names[operation]}`",
            f"`{route.method} {route.place}`",
            _models(operation, bodies.get(operation), catalogue),
            _cost(operation, catalogue),
            f"`test_an_operation_with_the_studio[{operation}]`",
            "refuses it as retired" if operation.family in _RETIRED else "plays it",
            _state(operation, catalogue),
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def written_into(text: str, catalogue: Catalogue) -> str:
    """Return a document with the table between its marks.

    Raises:
        ValueError: the marks are missing.
    """
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError("the marks of the table are missing")
    return f"{before}{BEGIN}\n\n{table(catalogue)}\n\n{END}{after}"


def _methods(family: type[OperationFamily]) -> dict[str, object]:
    return {name: value for name, value in vars(family).items() if not name.startswith("_")}


def _request_of(method: object) -> type[WireRequest] | None:
    hint = typing.get_type_hints(method).get("request")
    return hint if isinstance(hint, type) and issubclass(hint, WireRequest) else None


def _models(operation: Operation, request: type[WireRequest] | None, catalogue: Catalogue) -> str:
    if request is None or "mv" not in request.model_fields:
        return "–"
    takes = catalogue.models_for(operation)
    names = [model.name for model in takes]
    product = Product.PRODUCER if operation.family is Family.PRODUCER else Product.SONIC
    general = [
        model.name
        for model in catalogue.models.values()
        if model.product is product and not model.only_for
    ]
    if set(names) >= set(general):
        return ", ".join([f"any {product}", *(name for name in names if name not in general)])
    return ", ".join(names)


def _cost(operation: Operation, catalogue: Catalogue) -> str:
    offer = catalogue.offers[operation]
    if offer.cost_with_own_lyrics == offer.cost:
        return str(offer.cost)
    return f"{offer.cost}, or {offer.cost_with_own_lyrics}"


def _state(operation: Operation, catalogue: Catalogue) -> str:
    offer = catalogue.offers[operation]
    if offer.withdrawn:
        why = "retired" if operation.family in _RETIRED else "called unavailable"
        return f"{'on' if offer.enabled else 'off'}, {why} by the provider"
    return "works" if offer.enabled else "off"


def main(arguments: list[str]) -> None:
    """Write the table into the named document."""
    document = Path(arguments[0])
    text = document.read_text(encoding="utf-8")
    document.write_text(written_into(text, load_catalogue()), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
