"""Options that several commands share: their bounds, and who may sing."""

from typing import TypeAlias

from discord.app_commands import Choice, Range

from bot.domain.songs import Voice
from bot.ui.forms import IDEA_LIMIT, STYLE_LIMIT, TITLE_LIMIT

# The service's limits (September 2026); lyrics hold 5,000 characters there, 3,000 in old models.
Idea: TypeAlias = Range[str, 1, IDEA_LIMIT]
Style: TypeAlias = Range[str, 1, STYLE_LIMIT]
Lyrics: TypeAlias = Range[str, 1, 5000]
Title: TypeAlias = Range[str, 1, TITLE_LIMIT]
Percent: TypeAlias = Range[int, 0, 100]

VOICES = [
    Choice(name="Female", value=Voice.FEMALE.value),
    Choice(name="Male", value=Voice.MALE.value),
]
