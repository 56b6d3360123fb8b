"""Messages on Discord to show things on, and the two ways to them.

An interaction's token works in every channel without any permission, is not counted against the
bot's rate limit, and dies after 15 minutes. The bot's own way needs the ordinary permissions.
All functions raise what discord.py raises.
"""

from typing import Protocol

import discord
from discord import AllowedMentions
from discord.http import Route
from discord.utils import MISSING

from bot.domain.delivery import MessageRef, Place
from bot.domain.ids import DIRECT_MESSAGES, MessageId
from bot.ui.client import JamboreeClient
from bot.ui.drawing import Drawing

_EPHEMERAL_FLAG = 64
_UNKNOWN_MESSAGE = 10008


class Surface(Protocol):
    """One message, there already or yet to be posted."""

    @property
    def is_new(self) -> bool:
        """Whether showing something posts a message."""
        ...

    async def attached(self) -> tuple[str, ...]:
        """Return the names of the files on the message, in order."""
        ...

    def pictures(self, name: str) -> bool:
        """Tell whether its embed showed a picture of this name when `attached` looked."""
        ...

    async def show(
        self,
        drawing: Drawing,
        view: discord.ui.View,
        files: list[discord.File] | None,
        kept: frozenset[str] = frozenset(),
    ) -> MessageId:
        """Replace all that the message shows, but its files only if some are given.

        Of those that `attached` returned, the ones named by `kept` stay beside the new ones.
        """
        ...


class _Shown:
    """What a message showed when it was looked at."""

    is_new = False

    def __init__(self) -> None:
        self._attached: list[discord.Attachment] = []
        self._embeds: list[discord.Embed] = []

    def pictures(self, name: str) -> bool:
        """Tell whether its embed showed a picture of this name when `attached` looked."""
        return any(name in (embed.image.url or "") for embed in self._embeds)

    def _remember(self, shown: discord.Message) -> tuple[str, ...]:
        """Keep what is on a message, and return the names of its files."""
        self._attached, self._embeds = shown.attachments, shown.embeds
        return tuple(attachment.filename for attachment in shown.attachments)

    def _files_beside(
        self, kept: frozenset[str], files: list[discord.File] | None
    ) -> list[discord.Attachment | discord.File]:
        """Return all files of the next drawing; where none are given they stay as they are."""
        if files is None:
            unchanged: list[discord.Attachment | discord.File] = MISSING
            return unchanged
        return [*(each for each in self._attached if each.filename in kept), *files]


class AnswerByToken(_Shown):
    """An interaction's answer, by its token."""

    def __init__(self, client: JamboreeClient, place: Place, message_id: MessageId) -> None:
        super().__init__()
        self._message_id = message_id
        self._webhook = discord.Webhook.partial(place.application_id, place.token, client=client)

    async def attached(self) -> tuple[str, ...]:
        """Return the names of the files on it; none when Discord does not show it to a token.

        Whether private answers can be read that way is said nowhere; they can be changed.
        """
        try:
            return self._remember(await self._webhook.fetch_message(self._message_id))
        except discord.NotFound as error:
            if error.code != _UNKNOWN_MESSAGE:
                raise
            return ()

    async def show(
        self,
        drawing: Drawing,
        view: discord.ui.View,
        files: list[discord.File] | None,
        kept: frozenset[str] = frozenset(),
    ) -> MessageId:
        """Replace all that the message shows, but its files only if some are given.

        Of those that `attached` returned, the ones named by `kept` stay beside the new ones.
        """
        await self._webhook.edit_message(
            self._message_id,
            content=drawing.content,
            embed=drawing.embed,
            view=view,
            attachments=self._files_beside(kept, files),
        )
        return self._message_id


class OwnMessage(_Shown):
    """A message of the bot, by its rights in the channel."""

    def __init__(self, client: JamboreeClient, place: Place, message_id: MessageId) -> None:
        super().__init__()
        self._message_id = message_id
        self._message = channel_of(client, place).get_partial_message(message_id)

    async def attached(self) -> tuple[str, ...]:
        """Return the names of the files on it; none when the channel's history is closed to us."""
        try:
            return self._remember(await self._message.fetch())
        except discord.Forbidden:
            return ()

    async def show(
        self,
        drawing: Drawing,
        view: discord.ui.View,
        files: list[discord.File] | None,
        kept: frozenset[str] = frozenset(),
    ) -> MessageId:
        """Replace all that the message shows, but its files only if some are given.

        Of those that `attached` returned, the ones named by `kept` stay beside the new ones.
        """
        await self._message.edit(
            content=drawing.content,
            embed=drawing.embed,
            view=view,
            attachments=self._files_beside(kept, files),
        )
        return self._message_id


class NewMessage:
    """A message yet to be posted; Discord drops a repetition within some minutes."""

    is_new = True

    def __init__(
        self, client: JamboreeClient, message: MessageRef, nonce: str | None = None
    ) -> None:
        self._channel = channel_of(client, message.place)
        self._nonce = nonce or f"card-{message.job_id}"

    async def attached(self) -> tuple[str, ...]:
        """Return no names."""
        return ()

    def pictures(self, name: str) -> bool:
        """Return that there is none."""
        return False

    async def show(
        self,
        drawing: Drawing,
        view: discord.ui.View,
        files: list[discord.File] | None,
        kept: frozenset[str] = frozenset(),
    ) -> MessageId:
        """Post the message and return its id."""
        sent = await self._channel.send(
            drawing.content, embed=drawing.embed, view=view, files=files or [], nonce=self._nonce
        )
        return MessageId(sent.id)


def channel_of(client: JamboreeClient, place: Place) -> discord.PartialMessageable:
    """Return a place's channel, without asking Discord for it."""
    guild_id = None if place.guild_id == DIRECT_MESSAGES else place.guild_id
    return client.get_partial_messageable(place.channel_id, guild_id=guild_id)


async def find_answer(client: JamboreeClient, place: Place) -> MessageId | None:
    """Return the id of the interaction's first answer, or None when there is none."""
    route = Route(
        "GET",
        "/webhooks/{webhook_id}/{webhook_token}/messages/@original",
        webhook_id=place.application_id,
        webhook_token=place.token,
    )
    try:
        answer = await client.http.request(route)
    except discord.NotFound:
        return None
    return MessageId(int(answer["id"]))


async def reopen_thread(client: JamboreeClient, place: Place) -> None:
    """Take a thread out of the archive, as writing in it would; a locked one needs more rights."""
    await client.http.edit_channel(place.channel_id, archived=False)


async def follow_up(client: JamboreeClient, place: Place, text: str, author_id: int) -> None:
    """Send a further answer by the token, seen by whom the first one is; it pings nobody else."""
    route = Route(
        "POST",
        "/webhooks/{webhook_id}/{webhook_token}",
        webhook_id=place.application_id,
        webhook_token=place.token,
    )
    nobody = AllowedMentions.none()
    author = AllowedMentions(
        everyone=False, roles=False, users=[discord.Object(author_id)], replied_user=False
    )
    content = {
        "content": text,
        "flags": _EPHEMERAL_FLAG if place.ephemeral else 0,
        "allowed_mentions": (nobody if place.ephemeral else author).to_dict(),
    }
    await client.http.request(route, json=content)


async def mention(
    client: JamboreeClient, message: MessageRef, text: str, author_id: int, *, as_reply: bool
) -> None:
    """Send a message that pings nobody but its author, once per job."""
    channel = channel_of(client, message.place)
    mentions = AllowedMentions(
        everyone=False, roles=False, users=[discord.Object(author_id)], replied_user=False
    )
    nonce = f"ping-{message.job_id}"
    if message.message_id is None or not as_reply:
        await channel.send(text, nonce=nonce, allowed_mentions=mentions)
        return
    reference = discord.MessageReference(
        message_id=message.message_id, channel_id=channel.id, fail_if_not_exists=False
    )
    await channel.send(text, nonce=nonce, allowed_mentions=mentions, reference=reference)


async def write_directly(
    client: JamboreeClient, author_id: int, text: str, message: MessageRef
) -> None:
    """Send somebody a direct message about a job, once per job."""
    channel = await client.create_dm(discord.Object(author_id))
    await channel.send(text, nonce=f"ping-{message.job_id}", suppress_embeds=True)
