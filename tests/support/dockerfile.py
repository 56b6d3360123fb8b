"""Reading a Dockerfile, as far as its rules need it."""

import json
import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Instruction:
    """One instruction, its continued lines joined."""

    stage: int
    """0 for the first `FROM` and what follows it."""
    keyword: str
    value: str

    @property
    def exec_form(self) -> list[str] | None:
        """The words of a JSON array that follows the instruction's options, or None."""
        match = re.search(r"\[.*\]$", self.value)
        if match is None:
            return None
        words = json.loads(match.group())
        return [str(word) for word in words]


def read(text: str) -> list[Instruction]:
    """Return a Dockerfile's instructions in order."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    instructions: list[Instruction] = []
    stage = -1
    for line in filter(None, map(str.strip, joined.splitlines())):
        keyword, _, value = line.partition(" ")
        stage += keyword.upper() == "FROM"
        instructions.append(Instruction(stage, keyword.upper(), value.strip()))
    return instructions


def final(instructions: list[Instruction], keyword: str) -> list[Instruction]:
    """Return the last stage's instructions of one kind: those that make the image."""
    last = max((each.stage for each in instructions), default=0)
    return [each for each in instructions if each.stage == last and each.keyword == keyword]
