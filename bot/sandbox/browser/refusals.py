"""How the browser protocol says no."""

from __future__ import annotations


class Refusal(Exception):
    """What was asked for cannot be done; the text is one sentence for people."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status
