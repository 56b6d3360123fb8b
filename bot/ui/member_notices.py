"""Telling a single member of a verdict: by direct message, else privately at the next use."""

from collections.abc import Sequence

import discord
import structlog
from discord import Locale

from bot.domain.errors import MessengerBusy
from bot.domain.ids import UserId
from bot.domain.member_notices import MemberNotice, MemberNoticeKind
from bot.ui.asking import guild_of
from bot.ui.client import Interaction, JamboreeClient
from bot.ui.faults import messenger_errors
from bot.ui.fitting import MESSAGE_LIMIT, first_that_fit, fitted
from bot.ui.rendering import guild_locale
from bot.ui.text import inline
from bot.ui.translation import translate

log = structlog.get_logger(__name__)

_SUBJECT_LIMIT = 80
_REASON_LIMIT = 300
_MOST_AT_ONCE = 5
_BETWEEN = "\n\n"


class DiscordWhisperer:
    """`Whisperer` by direct messages."""

    def __init__(self, client: JamboreeClient) -> None:
        self._client = client

    async def whisper(self, notice: MemberNotice) -> None:
        """Tell it.

        Raises:
            MessageUnreachable: they take no direct messages from the bot.
            MessengerBusy: try again later.
        """
        if not self._client.is_ready():
            raise MessengerBusy("not logged in")
        guild = self._client.get_guild(notice.guild_id)
        text = notice_text(notice, guild_locale(self._client, notice.guild_id))
        if guild is not None:
            text = f"**{inline(guild.name, _SUBJECT_LIMIT)}**\n{text}"
        async with messenger_errors():
            user = discord.Object(notice.user_id)
            channel = await self._client.create_dm(user)
            await channel.send(fitted(text))


async def tell_waiting(interaction: Interaction) -> None:
    """Tell whoever used the bot privately what they could not be told directly.

    It is a kindness after the answer: what goes wrong is noted, and told another time.
    """
    service = interaction.client.services.member_notices
    user_id = UserId(interaction.user.id)
    waiting = await service.waiting_for(guild_of(interaction), user_id)
    if not waiting or not interaction.response.is_done():
        return
    count, text = told_at_once(waiting, interaction.locale)
    try:
        await interaction.followup.send(text, ephemeral=True)
    except discord.HTTPException as error:
        log.info("member_not_told", error=str(error))
        return
    await service.told(waiting[:count])


def told_at_once(waiting: Sequence[MemberNotice], locale: Locale) -> tuple[int, str]:
    """Return how many notices, from the first on, one message holds, and its text.

    At least one is told: what is too long by itself is cut.
    """
    texts = [notice_text(notice, locale) for notice in waiting[:_MOST_AT_ONCE]]
    kept = first_that_fit(texts, _BETWEEN, MESSAGE_LIMIT) or [fitted(texts[0])]
    return len(kept), _BETWEEN.join(kept)


def notice_text(notice: MemberNotice, locale: Locale) -> str:
    """Return what a notice says to the member."""
    subject = inline(notice.subject, _SUBJECT_LIMIT) or translate(locale, "Untitled")
    text = _happened(notice, subject, locale)
    if notice.by_time:
        text += " " + translate(locale, "No moderator had looked at it in time.")
    reason = inline(notice.reason, _REASON_LIMIT)
    return f"{text}\n> {reason}" if reason else text


def _happened(notice: MemberNotice, subject: str, locale: Locale) -> str:
    match notice.kind:
        case MemberNoticeKind.ORDER_REFUSED:
            return translate(
                locale,
                "Your order “{subject}” was not approved. All credits are back.",
                subject=subject,
            )
        case MemberNoticeKind.SONG_REFUSED:
            return translate(
                locale,
                "Your song “{subject}” was not approved and is not posted. All credits are back.",
                subject=subject,
            )
        case MemberNoticeKind.APPEAL_REFUSED:
            return translate(
                locale,
                "A filter stopped “{subject}”, and after your question it stays so. Nothing was"
                " charged.",
                subject=subject,
            )
        case MemberNoticeKind.APPROVED:
            return translate(
                locale,
                "“{subject}” was approved; its message shows how it goes on.",
                subject=subject,
            )
        case MemberNoticeKind.APPEAL_APPROVED:
            return translate(
                locale,
                "“{subject}” was approved and is ordered now, at its usual price.",
                subject=subject,
            )
        case MemberNoticeKind.SONG_REMOVED:
            return translate(locale, "A moderator removed your song “{subject}”.", subject=subject)
        case MemberNoticeKind.REVERSED:
            return translate(
                locale,
                "The approval of “{subject}” was taken back, and it is no longer posted.",
                subject=subject,
            )
