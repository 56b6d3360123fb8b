"""Further messages of a job, for files that its card has no room for.

Each is posted once: it is remembered in a row as soon as Discord told its id, and Discord drops a
repetition that follows soon, by its nonce. Further answers by an interaction's token take no nonce,
and Discord tells nobody which of them there are; so where only a token leads, a crash between
sending and remembering sends that one part twice. The other choice would be to lose it.
"""

import discord
from discord import Locale

from bot.domain.delivery import JobView, MessageRef, Place
from bot.domain.ids import JobId, MessageId
from bot.domain.library import Posting
from bot.domain.ports import SongArchive
from bot.ui.client import Interaction, JamboreeClient
from bot.ui.faults import Fault, judge
from bot.ui.parts import Part, opened, part_text, parts_of
from bot.ui.rendering import guild_locale
from bot.ui.surfaces import channel_of
from bot.ui.uploads import LEAST_FILE_LIMIT, file_limit, file_limit_of, link_maker


class FurtherMessages:
    """Posts and redraws them on one client."""

    def __init__(self, client: JamboreeClient, archive: SongArchive) -> None:
        self._client = client
        self._archive = archive

    async def deliver(self, message: MessageRef, view: JobView, *, by_token: bool) -> None:
        """Post the parts of a finished job that were not posted yet.

        Raises:
            discord.HTTPException, OSError, aiohttp.ClientError, MediaError: try again later.
        """
        place = message.place
        locale = guild_locale(self._client, place.guild_id)
        parts = parts_of(view, locale, file_limit_of(self._client, place.guild_id))[1:]
        if not parts:
            return
        sent = await self._client.services.files.parts_sent(view.job.job_id)
        for part in parts:
            if part.number not in sent:
                message_id = await self._send(place, view, part, locale, by_token=by_token)
                await self._client.services.files.part_sent(
                    Posting(
                        message_id,
                        view.job.job_id,
                        place.guild_id,
                        place.channel_id,
                        part=part.number,
                        original=True,
                        out_of_reach=place.by_token_only,
                    )
                )

    async def redraw(self, posting: Posting, view: JobView) -> bool:
        """Show on a further message what belongs there now; removes it when that is nothing.

        Raises:
            discord.HTTPException, OSError, aiohttp.ClientError, MediaError: it cannot be shown.
        """
        channel = self._client.get_partial_messageable(
            posting.channel_id, guild_id=posting.guild_id or None
        )
        message = channel.get_partial_message(posting.message_id)
        locale = guild_locale(self._client, posting.guild_id)
        limit = file_limit_of(self._client, posting.guild_id)
        parts = parts_of(view, locale, limit)
        part = next((each for each in parts[1:] if each.number == posting.part), None)
        if part is None:
            await message.delete()
            return False
        link = link_maker(self._client)
        async with opened(view, part, self._archive, limit, locale, link) as (files, notices):
            text = _text(view, part, notices, locale)
            await message.edit(content=text, attachments=files)
        return True

    async def _send(
        self, place: Place, view: JobView, part: Part, locale: Locale, *, by_token: bool
    ) -> MessageId:
        limit = file_limit_of(self._client, place.guild_id)
        try:
            return await self._send_within(limit, place, view, part, locale, by_token=by_token)
        except discord.HTTPException as error:
            if judge(error) is not Fault.FILES_REFUSED:
                raise
        return await self._send_within(
            LEAST_FILE_LIMIT, place, view, part, locale, by_token=by_token
        )

    async def _send_within(
        self,
        limit: int,
        place: Place,
        view: JobView,
        part: Part,
        locale: Locale,
        *,
        by_token: bool,
    ) -> MessageId:
        link = link_maker(self._client)
        async with opened(view, part, self._archive, limit, locale, link) as (files, notices):
            text = _text(view, part, notices, locale)
            if by_token:
                webhook = discord.Webhook.partial(
                    place.application_id, place.token, client=self._client
                )
                # A partial one does not know that it is an interaction's, which alone may whisper.
                webhook.type = discord.WebhookType.application
                answer = await webhook.send(text, files=files, ephemeral=place.ephemeral, wait=True)
                return MessageId(answer.id)
            sent = await channel_of(self._client, place).send(
                text, files=files, nonce=part_nonce(view.job.job_id, part.number)
            )
            return MessageId(sent.id)


async def send_private_parts(interaction: Interaction, view: JobView) -> None:
    """Complete a deferred private answer with all of a job's files, on as many messages as needed.

    Raises:
        MediaUnavailable, MediaUnusable, OSError: a file could not be prepared now.
    """
    client, locale, limit = interaction.client, interaction.locale, file_limit(interaction)
    for part in parts_of(view, locale, limit):
        async with opened(view, part, client.archive, limit, locale, link_maker(client)) as ready:
            files, notices = ready
            text = _text(view, part, notices, locale)
            if part.number == 1:
                await interaction.edit_original_response(content=text, attachments=files)
            else:
                await interaction.followup.send(text, files=files, ephemeral=True)


def part_nonce(job_id: JobId, number: int) -> str:
    """Return by what Discord knows a repetition of a part; at most 25 characters."""
    return f"part-{job_id}-{number}"


def _text(view: JobView, part: Part, notices: tuple[str, ...], locale: Locale) -> str:
    return "\n".join((part_text(view, part, locale), *notices))[:2000]
