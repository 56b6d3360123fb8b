"""Measurements. Each compares with a named reference in the same run, and prints ratios.

A measurement is a module here with `async def measure() -> list[Ratio]`. `python -m bench` runs all
of them, `python -m bench ledger` those that are named.
"""
