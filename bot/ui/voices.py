"""Reusable singing voices: the question before one is made, the list, and what its buttons do."""

from dataclasses import replace

import discord
from discord import Locale
from discord.app_commands import Choice
from discord.ui import Button, View

from bot.domain.delivery import JobView
from bot.domain.errors import Field, NotEnoughCredits, UnknownChoice
from bot.domain.ids import DIRECT_MESSAGES, UserId, VoiceId
from bot.domain.requests import VoiceRequest
from bot.domain.songs import SongRequest, Voice
from bot.domain.sources import Source
from bot.domain.voices import SingingVoice, VoiceNotFound
from bot.services.voices import VoiceOrder
from bot.ui.answering import answer_with_card
from bot.ui.asking import guild_of, key_of, place_of, requester_of
from bot.ui.buttons import build_help_view
from bot.ui.client import Interaction
from bot.ui.drafts import Draft, DraftId
from bot.ui.guarded import GuardedButton, view_of
from bot.ui.library_buttons import subject_button
from bot.ui.panels import Panel, change_panel, open_panel
from bot.ui.refusals import FormExpired, PriceChanged
from bot.ui.reports import report
from bot.ui.text import inline, one_line, shorten
from bot.ui.translation import translate
from bot.ui.voice_buttons import (
    DeleteVoiceButton,
    KeepVoiceButton,
    NoConsentButton,
    ShareVoiceButton,
    consent_button,
)

NAME_LIMIT = 80
CONSENT_WORDING = 1
"""The version of the question in `_question`; a change of its sense is a new version."""

_MOST_LISTED = 10
"""Two buttons each are twenty of the twenty-five that a message holds."""
_MOST_CHOICES = 25


async def ask_consent(interaction: Interaction, source: Source, name: str) -> None:
    """Look at a recording and ask whether its voice may be used; nothing is ordered yet.

    Raises:
        Refusal: the recording or the name cannot be used.
    """
    await interaction.response.defer(ephemeral=True, thinking=True)
    services = interaction.client.services
    audio = await services.uploads.inspect(source.url)
    known = replace(source, duration_seconds=audio.duration_seconds)
    checked = services.voices.checked(VoiceOrder(known, name, CONSENT_WORDING))
    request = VoiceRequest(source=known, voice_id=VoiceId(""), title=checked.name)
    price = await _price(interaction, request)
    draft = Draft(UserId(interaction.user.id), request, private=True)
    panel = _question(
        interaction.client.drafts.keep(draft), checked.name, price, interaction.locale
    )
    await interaction.edit_original_response(embed=panel.embed, view=view_of(*panel.buttons))


class SingingVoiceControls:
    """The buttons of voices; see `bot.ui.client.VoiceControls`."""

    async def consent(
        self, interaction: Interaction, draft_id: DraftId, shown_price: int | None
    ) -> None:
        """Order a voice whose use was confirmed, if the price is the one shown."""
        draft = interaction.client.drafts.find(draft_id, UserId(interaction.user.id))
        if draft is None or not isinstance(draft.request, VoiceRequest):
            raise FormExpired
        price = await _price(interaction, draft.request)
        if shown_price is not None and shown_price != price:
            question = _question(draft_id, draft.request.title, price, interaction.locale)
            await change_panel(interaction, question)
            raise PriceChanged(None, shown_price, price)
        wanted = VoiceOrder(draft.request.source, draft.request.title, CONSENT_WORDING)

        async def order() -> JobView:
            return await interaction.client.services.voices.create(
                wanted,
                requester_of(interaction),
                place_of(interaction, private=True),
                key=key_of(interaction),
            )

        try:
            await answer_with_card(interaction, order, private=True)
        except NotEnoughCredits as refusal:
            await report(interaction, refusal, view=build_help_view(refusal, interaction.locale))

    async def refuse(self, interaction: Interaction) -> None:
        """Make no voice."""
        text = translate(interaction.locale, "No voice was made. Nothing was charged.")
        await change_panel(interaction, Panel(discord.Embed(description=text)))

    async def share(self, interaction: Interaction, voice_id: VoiceId, *, shared: bool) -> None:
        """Let everyone in the server use a voice, or its owner alone."""
        user_id, guild_id = UserId(interaction.user.id), guild_of(interaction)
        voices = interaction.client.services.voices
        await voices.share(voice_id, user_id, guild_id, shared=shared)
        await change_panel(interaction, await _list(interaction))

    async def delete(self, interaction: Interaction, voice_id: VoiceId) -> None:
        """Delete a voice."""
        await delete_voice(interaction, voice_id)
        await change_panel(interaction, await _list(interaction))


async def list_voices(interaction: Interaction) -> None:
    """Show the voices that somebody may sing with here."""
    await open_panel(interaction, await _list(interaction))


async def delete_voice(interaction: Interaction, voice_id: VoiceId) -> None:
    """Make a voice unusable at once.

    Raises:
        VoiceNotFound: there is no such voice of this person here.
    """
    voices = interaction.client.services.voices
    await voices.delete(voice_id, UserId(interaction.user.id), guild_of(interaction))


async def own_voice(interaction: Interaction, given: str) -> SingingVoice:
    """Return somebody's own voice by its id or its name.

    Raises:
        VoiceNotFound: there is no such voice of this person here.
    """
    for voice in await _usable(interaction):
        if voice.owner_id == interaction.user.id and _is_meant(voice, given):
            return voice
    raise VoiceNotFound(VoiceId(given))


async def suggest_own_voices(interaction: Interaction, current: str) -> list[Choice[str]]:
    """Suggest somebody's own voices whose names contain what is typed."""
    own = [voice for voice in await _usable(interaction) if voice.owner_id == interaction.user.id]
    return _choices(own, current)[:_MOST_CHOICES]


async def suggest_voices(interaction: Interaction, current: str) -> list[Choice[str]]:
    """Suggest who may sing a new song: a kind of voice, or a reusable one."""
    kinds = [
        Choice(name=name, value=value)
        for value, name in _kinds(interaction.locale).items()
        if current.casefold() in name.casefold()
    ]
    return [*kinds, *_choices(await _usable(interaction), current)][:_MOST_CHOICES]


async def sung_by(interaction: Interaction, request: SongRequest, given: str) -> SongRequest:
    """Return a request that is sung by who was chosen: a kind of voice, or a reusable one.

    Raises:
        UnknownChoice: there is nobody of that name.
    """
    folded = given.strip().casefold()
    kinds = _kinds(interaction.locale)
    for kind in Voice:
        if folded in {kind.value, kinds[kind.value].casefold()}:
            return replace(request, voice=kind)
    usable = await _usable(interaction)
    for voice in usable:
        if _is_meant(voice, given):
            return replace(request, voice_id=voice.voice_id)
    raise UnknownChoice(Field.VOICE, given, (*Voice, *(voice.name for voice in usable)))


def _kinds(locale: Locale) -> dict[str, str]:
    return {
        Voice.FEMALE.value: translate(locale, "Female"),
        Voice.MALE.value: translate(locale, "Male"),
    }


def _is_meant(voice: SingingVoice, given: str) -> bool:
    folded = given.strip().casefold()
    return folded in {voice.voice_id, one_line(voice.name).casefold()}


def _choices(voices: list[SingingVoice], current: str) -> list[Choice[str]]:
    return [
        Choice(name=shorten(one_line(voice.name), NAME_LIMIT), value=voice.voice_id)
        for voice in voices
        if current.casefold() in voice.name.casefold()
    ]


async def _usable(interaction: Interaction) -> list[SingingVoice]:
    user_id, guild_id = UserId(interaction.user.id), guild_of(interaction)
    return list(await interaction.client.services.voices.usable_by(user_id, guild_id))


async def _price(interaction: Interaction, request: VoiceRequest) -> int:
    quotes = interaction.client.services.quotes
    quote = await quotes.quote(request, UserId(interaction.user.id), guild_of(interaction))
    return quote.price


def _question(draft_id: DraftId, name: str, price: int, locale: Locale) -> Panel:
    text = translate(
        locale,
        "Is the voice on this recording your own, or may you use it? Only then may I make the"
        " voice **{name}** out of it. Your answer is kept with its time. Only you can sing with"
        " it, unless you share it with this server, and you can delete it at any time.",
        name=inline(name, NAME_LIMIT),
    )
    no = Button[View](label=translate(locale, "No"), custom_id="v1:noconsent:now")
    yes = translate(locale, "It is mine, or I may use it")
    return Panel(
        discord.Embed(title=translate(locale, "A new voice"), description=text),
        (consent_button(yes, draft_id, price), NoConsentButton(no)),
    )


async def _list(interaction: Interaction) -> Panel:
    locale, voices = interaction.locale, await _usable(interaction)
    lines, buttons = [], []
    own = 0
    for voice in voices:
        name = inline(voice.name, NAME_LIMIT)
        if voice.owner_id != interaction.user.id:
            owner = f"<@{voice.owner_id}>"
            lines.append(translate(locale, "{name}, shared by {owner}", name=name, owner=owner))
            continue
        own += 1
        shared = voice.shared and voice.guild_id != DIRECT_MESSAGES
        state = _shared(locale) if shared else translate(locale, "for you alone")
        lines.append(f"**{own} · {name}** · {state}")
        if own <= _MOST_LISTED:
            buttons += _buttons(voice, own, locale)
    nothing = translate(locale, "You have no voice here yet; /voice create makes one.")
    embed = discord.Embed(
        title=translate(locale, "Voices"), description="\n".join(lines)[:4000] or nothing
    )
    return Panel(embed, tuple(buttons))


def _shared(locale: Locale) -> str:
    return translate(locale, "shared with this server")


def _buttons(voice: SingingVoice, number: int, locale: Locale) -> list[GuardedButton]:
    name, voice_id = f"{number}", voice.voice_id
    delete = subject_button(
        DeleteVoiceButton,
        "voicedelete",
        voice_id,
        translate(locale, "Delete {voice}", voice=name),
        discord.ButtonStyle.danger,
    )
    if voice.guild_id == DIRECT_MESSAGES:
        # There is no server whose members it could be shared with.
        return [delete]
    if voice.shared:
        text = translate(locale, "Keep {voice} to me", voice=name)
        sharing = subject_button(KeepVoiceButton, "voicekeep", voice_id, text)
    else:
        text = translate(locale, "Share {voice}", voice=name)
        sharing = subject_button(ShareVoiceButton, "voiceshare", voice_id, text)
    return [sharing, delete]
