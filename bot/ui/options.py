"""Options that several commands share: their bounds, their words and what is suggested."""

import inspect
from collections.abc import Callable
from typing import TypeAlias, TypeVar

from discord.app_commands import Choice, Range, autocomplete, describe

from bot.domain.songs import Voice
from bot.ui.forms import IDEA_LIMIT, STYLE_LIMIT, TITLE_LIMIT
from bot.ui.song_choice import suggest_songs
from bot.ui.source_choice import suggest_models

# The service's limits (September 2026); lyrics hold 5,000 characters there, 3,000 in old models.
Idea: TypeAlias = Range[str, 1, IDEA_LIMIT]
Style: TypeAlias = Range[str, 1, STYLE_LIMIT]
Lyrics: TypeAlias = Range[str, 1, 5000]
Title: TypeAlias = Range[str, 1, TITLE_LIMIT]
Percent: TypeAlias = Range[int, 0, 100]

GivenSong: TypeAlias = Range[str, 1, 200]
GivenLink: TypeAlias = Range[str, 8, 1000]
GivenMoment: TypeAlias = Range[str, 1, 12]

VOICES = [
    Choice(name="Female", value=Voice.FEMALE.value),
    Choice(name="Male", value=Voice.MALE.value),
]

SONG = "Type its title or short id, or paste a link to its message"

_WORDS = {
    "song": SONG,
    "first": SONG,
    "second": SONG,
    "file": "An audio file of your own",
    "link": "A link to an audio file of your own",
    "style": "Genre, mood, instruments, tempo",
    "lyrics": "Words to be sung as written",
    "voice": "Who sings",
    "model": "Which model makes it",
    "private": "Show the song to you alone",
}

_SUGGESTIONS = {
    "song": suggest_songs,
    "first": suggest_songs,
    "second": suggest_songs,
    "model": suggest_models,
}

Handler = TypeVar("Handler", bound=Callable[..., object])


def described(**own: str) -> Callable[[Handler], Handler]:
    """Say what the options of a command mean, and suggest values for them.

    Options that are called as above get their words and suggestions from here; `own` has words for
    the others, or other words for these.

    Raises:
        TypeError: `own` describes something that is no option of the command.
    """

    def decorate(handler: Handler) -> Handler:
        options = inspect.signature(handler).parameters
        shared = {name: words for name, words in _WORDS.items() if name in options}
        suggested = {name: suggest for name, suggest in _SUGGESTIONS.items() if name in options}
        return autocomplete(**suggested)(describe(**(shared | own))(handler))

    return decorate
