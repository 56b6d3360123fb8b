"""How a jam's parts, phases and modes are called."""

from discord import Locale

from bot.domain.ids import UserId
from bot.domain.jams import SERVICE
from bot.domain.jams.modes import JamMode, JamPhase, Slot, SlotKind
from bot.ui.translation import translate, translate_plural


def slot_name(slot: Slot, locale: Locale) -> str:
    """Return what a slot is called, at most 25 characters long in English."""
    match slot.kind:
        case SlotKind.VERSE:
            return translate(locale, "Verse {number}", number=slot.number)
        case SlotKind.CHORUS:
            return translate(locale, "Chorus")
        case SlotKind.BRIDGE:
            return translate(locale, "Bridge")
        case SlotKind.GENRE:
            return translate(locale, "Genre")
        case SlotKind.MOOD:
            return translate(locale, "Mood")
        case SlotKind.TITLE:
            return translate(locale, "Title")
        case SlotKind.IDEA:
            return translate(locale, "Idea for a song")
        case SlotKind.SONG:
            return translate(locale, "The better song")


def mode_name(mode: JamMode, locale: Locale) -> str:
    """Return what a mode is called."""
    match mode:
        case JamMode.VERSES:
            return translate(locale, "Verses")
        case JamMode.SLOTS:
            return translate(locale, "Slots")
        case JamMode.BATTLE:
            return translate(locale, "Battle")


def mode_rule(mode: JamMode, locale: Locale) -> str:
    """Return a mode's rules in one sentence."""
    match mode:
        case JamMode.VERSES:
            return translate(locale, "You take turns writing one song, part by part.")
        case JamMode.SLOTS:
            return translate(
                locale, "Anyone proposes for each slot; the most votes decide what fills it."
            )
        case JamMode.BATTLE:
            return translate(
                locale,
                "Everyone's idea is a whole song; votes decide which are made and which wins.",
            )


def phase_name(phase: JamPhase, locale: Locale) -> str:
    """Return what a phase is called."""
    match phase:
        case JamPhase.GATHERING:
            return translate(locale, "Gathering")
        case JamPhase.WRITING:
            return translate(locale, "Writing")
        case JamPhase.PROPOSING:
            return translate(locale, "Proposing")
        case JamPhase.VOTING:
            return translate(locale, "Voting")
        case JamPhase.COMPOSING:
            return translate(locale, "Composing")
        case JamPhase.CHOOSING:
            return translate(locale, "Choosing the better song")
        case JamPhase.DONE:
            return translate(locale, "Finished")
        case JamPhase.CANCELLED:
            return translate(locale, "Ended without a song")


def span(seconds: float, locale: Locale) -> str:
    """Return a length of time in its largest unit that fits: days, hours, minutes or seconds."""
    whole = round(seconds)
    if whole % 86400 == 0 and whole:
        return translate_plural(locale, "{count} day", "{count} days", whole // 86400)
    if whole % 3600 == 0 and whole:
        return translate_plural(locale, "{count} hour", "{count} hours", whole // 3600)
    if whole % 60 == 0 and whole:
        return translate_plural(locale, "{count} minute", "{count} minutes", whole // 60)
    return translate_plural(locale, "{count} second", "{count} seconds", whole)


def mention(user_id: UserId, locale: Locale) -> str:
    """Return somebody's mention, or the name of what stands in for a member."""
    if user_id == SERVICE:
        return translate(locale, "the music service")
    return f"<@{user_id}>"
