"""Refusals that only Discord's side can have."""

from dataclasses import dataclass

from bot.domain.errors import Refusal
from bot.domain.ids import ChannelId, JobId, UserId


@dataclass(eq=False)
class MissingRights(Refusal):
    """The bot lacks permissions that delivering a song in this channel needs."""

    permissions: tuple[str, ...]
    """discord.py's names, such as `attach_files`."""
    channel_id: ChannelId


@dataclass(eq=False)
class ControlExpired(Refusal):
    """A button or form that this version of the bot does not know."""


@dataclass(eq=False)
class FormExpired(Refusal):
    """A form whose kept text is gone."""


@dataclass(eq=False)
class OptionsForgotten(Refusal):
    """A form was sent in whose other options, such as the model, were lost in a restart."""


@dataclass(eq=False)
class CommandOutdated(Refusal):
    """Discord still shows a command that has changed since."""


@dataclass(eq=False)
class PriceChanged(Refusal):
    """A button shows another price than the order costs now."""

    job_id: JobId | None
    shown: int
    price: int


@dataclass(eq=False)
class SeveralSources(Refusal):
    """More than one of a song, a file and a link was given."""


@dataclass(eq=False)
class LyricsFileUnusable(Refusal):
    """A file with lyrics is too large, or no text."""

    limit_bytes: int


@dataclass(eq=False)
class SomebodyElsesSong(Refusal):
    """A button on a song's card that is for its author alone."""

    author_id: UserId


@dataclass(eq=False)
class FileTooLarge(Refusal):
    """A file is larger than Discord takes here. Sizes in bytes."""

    size: int
    limit: int


@dataclass(eq=False)
class MemberLacksRight(Refusal):
    """The person may not do this in the server."""

    permission: str
    """discord.py's name, such as `manage_guild`."""


@dataclass(eq=False)
class OnlyInServers(Refusal):
    """There is no server here whose members, moderators or rules it could be about."""


@dataclass(eq=False)
class SettingsFileUnusable(Refusal):
    """A file that was to be imported holds no settings; `problem` may quote hostile text."""

    problem: str


@dataclass(eq=False)
class OneTargetOnly(Refusal):
    """A rule was given for several, such as a role and a member; each needs a rule of its own."""


@dataclass(eq=False)
class NothingToSet(Refusal):
    """A command that changes rules was used without anything to change."""


@dataclass(eq=False)
class NotANumber(Refusal):
    """A form's field holds no whole number; `given` is hostile text."""

    given: str


@dataclass(eq=False)
class BotsHaveNoCredits(Refusal):
    """Credits were meant for a bot."""


@dataclass(eq=False)
class AccountTooLow(Refusal):
    """Credits cannot be taken back: they are spent or reserved. Amounts are whole credits."""

    needed: int
    available: int


@dataclass(eq=False)
class NoThreadsHere(Refusal):
    """A jam needs a thread of its own, and none can begin in this kind of channel."""


@dataclass(eq=False)
class JamRightsMissing(Refusal):
    """The bot lacks permissions that a jam's thread needs in this channel."""

    permissions: tuple[str, ...]
    """discord.py's names, such as `create_public_threads`."""
    channel_id: ChannelId


@dataclass(eq=False)
class NotInJamThread(Refusal):
    """A command about a jam was used outside the thread of one."""


@dataclass(eq=False)
class LineForgotten(Refusal):
    """A jam's form whose kept text is gone."""


@dataclass(eq=False)
class NothingToVoteFor(Refusal):
    """Wherever a jam votes on something, fewer than two entries are left."""


@dataclass(eq=False)
class PartPriceChanged(Refusal):
    """A board shows another price for a part than it costs now. Whole credits."""

    shown: int
    price: int


@dataclass(eq=False)
class JamLengthUnusable(Refusal):
    """A jam's length that says nothing, or is out of range. Bounds in seconds, None if unknown."""

    given: str
    """Hostile text."""
    lowest: float | None = None
    highest: float | None = None
