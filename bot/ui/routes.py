"""The two ways to a message: the interaction's token, and the bot's own rights in the channel.

The token works in every channel without any permission, is not counted against the bot's rate
limit, and dies after 15 minutes. The bot's own way needs the ordinary permissions.
"""

from typing import Protocol

import discord
from discord import AllowedMentions
from discord.http import Route as HttpRoute
from discord.utils import MISSING

from bot.domain.delivery import MessageRef
from bot.domain.ids import DIRECT_MESSAGES, MessageId
from bot.ui.client import JamboreeClient
from bot.ui.drawing import Drawing

_EPHEMERAL_FLAG = 64


class Route(Protocol):
    """A way to show a drawing. Its methods raise what discord.py raises."""

    async def attached(self, message_id: MessageId) -> tuple[str, ...]:
        """Return the names of the files on a message, in order."""
        ...

    async def edit(
        self,
        message_id: MessageId,
        drawing: Drawing,
        view: discord.ui.View,
        files: list[discord.File] | None,
    ) -> None:
        """Replace what a message shows; its files only if some are given."""
        ...

    async def post(
        self, drawing: Drawing, view: discord.ui.View, files: list[discord.File]
    ) -> MessageId:
        """Show it as a new message."""
        ...


class TokenRoute:
    """By the interaction's token."""

    def __init__(self, client: JamboreeClient, message: MessageRef) -> None:
        self._http = client.http
        self._place = message.place
        self._webhook = discord.Webhook.partial(
            self._place.application_id, self._place.token, client=client
        )

    async def find_message(self) -> MessageId | None:
        """Return the id of the interaction's first answer, or None when there is none."""
        route = HttpRoute(
            "GET",
            "/webhooks/{webhook_id}/{webhook_token}/messages/@original",
            webhook_id=self._place.application_id,
            webhook_token=self._place.token,
        )
        try:
            answer = await self._http.request(route)
        except discord.NotFound:
            return None
        return MessageId(int(answer["id"]))

    async def attached(self, message_id: MessageId) -> tuple[str, ...]:
        """Return the names of the files on a message, in order."""
        shown = await self._webhook.fetch_message(message_id)
        return tuple(attachment.filename for attachment in shown.attachments)

    async def edit(
        self,
        message_id: MessageId,
        drawing: Drawing,
        view: discord.ui.View,
        files: list[discord.File] | None,
    ) -> None:
        """Replace what a message shows; its files only if some are given."""
        await self._webhook.edit_message(
            message_id,
            content=drawing.content,
            embed=drawing.embed,
            view=view,
            attachments=MISSING if files is None else files,
        )

    async def post(
        self, drawing: Drawing, view: discord.ui.View, files: list[discord.File]
    ) -> MessageId:
        """Show it as a further answer to the interaction."""
        sent = await self._webhook.send(
            drawing.content, embed=drawing.embed, view=view, files=files, wait=True
        )
        return MessageId(sent.id)

    async def whisper(self, text: str) -> None:
        """Send a further answer that only the person who ordered sees."""
        route = HttpRoute(
            "POST",
            "/webhooks/{webhook_id}/{webhook_token}",
            webhook_id=self._place.application_id,
            webhook_token=self._place.token,
        )
        content = {
            "content": text,
            "flags": _EPHEMERAL_FLAG,
            "allowed_mentions": AllowedMentions.none().to_dict(),
        }
        await self._http.request(route, json=content)


class ChannelRoute:
    """By the bot's own rights in the channel."""

    def __init__(self, client: JamboreeClient, message: MessageRef) -> None:
        place = message.place
        guild_id = None if place.guild_id == DIRECT_MESSAGES else place.guild_id
        self._channel = client.get_partial_messageable(place.channel_id, guild_id=guild_id)
        self._http = client.http
        self._job_id = message.job_id

    async def attached(self, message_id: MessageId) -> tuple[str, ...]:
        """Return the names of the files on a message; none when its history is closed to us."""
        try:
            shown = await self._channel.get_partial_message(message_id).fetch()
        except discord.Forbidden:
            return ()
        return tuple(attachment.filename for attachment in shown.attachments)

    async def edit(
        self,
        message_id: MessageId,
        drawing: Drawing,
        view: discord.ui.View,
        files: list[discord.File] | None,
    ) -> None:
        """Replace what a message shows; its files only if some are given."""
        await self._channel.get_partial_message(message_id).edit(
            content=drawing.content,
            embed=drawing.embed,
            view=view,
            attachments=MISSING if files is None else files,
        )

    async def post(
        self, drawing: Drawing, view: discord.ui.View, files: list[discord.File]
    ) -> MessageId:
        """Show it as a new message; Discord drops a repetition within some minutes."""
        sent = await self._channel.send(
            drawing.content,
            embed=drawing.embed,
            view=view,
            files=files,
            nonce=f"card-{self._job_id}",
        )
        return MessageId(sent.id)

    async def reopen(self) -> None:
        """Take a thread out of the archive, as writing in it would; a locked one needs more."""
        await self._http.edit_channel(self._channel.id, archived=False)

    async def mention(self, text: str, author_id: int, reply_to: MessageId | None) -> None:
        """Send a short message that pings nobody but its author, once per job."""
        mentions = AllowedMentions(
            everyone=False, roles=False, users=[discord.Object(author_id)], replied_user=False
        )
        nonce = f"ping-{self._job_id}"
        if reply_to is None:
            await self._channel.send(text, nonce=nonce, allowed_mentions=mentions)
            return
        reference = discord.MessageReference(
            message_id=reply_to, channel_id=self._channel.id, fail_if_not_exists=False
        )
        await self._channel.send(text, nonce=nonce, allowed_mentions=mentions, reference=reference)
