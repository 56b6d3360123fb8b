"""What a finished song's card shows in the tests' servers."""

_MAKE = ["Extend · 14", "Cover · 14", "Stems · 14", "Again · 14", "Lyrics"]
FINISHED = [*_MAKE, "⭐ Save", "Add to jam", "More ▾"]
"""The labels of its buttons where everything costs 14, and joining two parts 4 besides 10."""
