"""Prices on buttons."""

import re

_PRICE_AT_END = re.compile(r"· (\d+)$")


def priced(label: str, price: int) -> str:
    """Return a button's label with its price, in whole credits, at the end."""
    return f"{label} · {price}"


def price_on(label: str | None) -> int | None:
    """Return the price at the end of a button's label; None when it shows none."""
    shown = _PRICE_AT_END.search(label or "")
    return int(shown[1]) if shown else None
