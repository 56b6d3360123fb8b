"""A drawing: everything a message shows, as plain data that needs no connection to Discord."""

from dataclasses import dataclass
from enum import StrEnum

import discord

from bot.domain.ids import JobId
from bot.domain.songs import StoredAudio


class Verb(StrEnum):
    """What a button does; the middle part of its custom id."""

    AGAIN = "again"
    LYRICS = "lyrics"
    CANCEL = "cancel"
    REFRESH = "refresh"
    POST = "post"
    SAVE = "save"
    EXTEND = "extend"
    COVER = "cover"
    STEMS = "stems"
    ADD_TO_JAM = "jamadd"
    MORE = "more"
    SING = "sing"
    EDIT = "redraft"
    CHANGE = "change"
    ANOTHER = "another"
    USE_STYLE = "style"
    TIMES = "times"


@dataclass(frozen=True)
class JobButton:
    """A button about a job. `price`, in whole credits, is shown when pressing it costs.

    `number` says which of several things it is about, from 1.
    """

    verb: Verb
    job_id: JobId
    price: int | None = None
    number: int | None = None


@dataclass(frozen=True)
class AudioAttachment:
    """A song's file on a message. Name and description know no markup."""

    file_name: str
    """ASCII, with the ending that Discord tells the type by."""
    description: str
    """The alternative text, at most 1,024 characters."""
    audio: StoredAudio


@dataclass(frozen=True)
class Drawing:
    """One message. It replaces all that the message showed before."""

    content: str
    embed: discord.Embed
    attachments: tuple[AudioAttachment, ...] = ()
    buttons: tuple[JobButton, ...] = ()
