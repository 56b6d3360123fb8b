"""Refusals that only Discord's side can have."""

from dataclasses import dataclass

from bot.domain.errors import Refusal
from bot.domain.ids import ChannelId, JobId


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

    job_id: JobId
    shown: int
    price: int
