"""What people are told privately after they did something in a jam."""

from discord import Locale, SelectOption
from discord.ui import View

from bot.domain.jams import Deed, JamMode, JamPayer, JamPhase, JamView, MyPart, Slot
from bot.domain.text import length
from bot.ui.amounts import credits_of
from bot.ui.figures import clock_time, from_now
from bot.ui.guarded import view_of
from bot.ui.jam_buttons import SlotSelect, jam_button, menu, slot_button
from bot.ui.jam_forms import own_text
from bot.ui.jam_verbs import JamVerb, SlotVerb
from bot.ui.jam_words import slot_name
from bot.ui.text import inline, one_line, shorten
from bot.ui.translation import translate, translate_plural

_THEME_LIMIT = 80
_OPTION_LIMIT = 100


def joined(view: JamView, locale: Locale) -> str:
    """Say that somebody is in, and what happens next."""
    when = from_now(view.jam.ends_at) if view.jam.ends_at else ""
    count = len(view.members)
    if view.jam.slots:
        return translate_plural(
            locale,
            "You are in, alone so far. The board shows what to do.",
            "You are in, as one of {count}. The board shows what to do.",
            count,
        )
    return translate_plural(
        locale,
        "You are in, alone so far. It begins {when}, with two or more.",
        "You are in, as one of {count}. It begins {when}.",
        count,
        when=when,
    )


def left(pledge: int, locale: Locale) -> str:
    """Say that somebody is out, and what became of their pledge."""
    if pledge:
        return translate(
            locale,
            "You have left the jam. Your pledge of {amount} is yours again; what you wrote stays.",
            amount=credits_of(pledge, locale),
        )
    return translate(locale, "You have left the jam. Nothing was charged; what you wrote stays.")


def written(view: JamView, slot: Slot, text: str, locale: Locale) -> str:
    """Say what is kept, and how long it can be changed."""
    count, name = length(text), slot_name(slot, locale)
    if view.jam.ends_at is None or not view.jam.allows(Deed.CONTRIBUTE):
        return translate_plural(
            locale,
            "Kept for “{slot}”: {count} character. It was the last part; the song is next.",
            "Kept for “{slot}”: {count} characters. It was the last part; the song is next.",
            count,
            slot=name,
        )
    told = translate_plural(
        locale,
        "Kept for “{slot}”: {count} character. You can change it until {until}.",
        "Kept for “{slot}”: {count} characters. You can change it until {until}.",
        count,
        slot=name,
        until=clock_time(view.jam.ends_at),
    )
    if view.jam.anonymous:
        hidden = translate(locale, "Nobody sees that it is yours before the votes are counted.")
        return f"{told} {hidden}"
    return told


def own_buttons(view: JamView, slot: Slot, locale: Locale) -> View:
    """Return new buttons to change or withdraw what somebody wrote; none once that is too late."""
    if not view.jam.allows(Deed.CONTRIBUTE):
        return view_of()
    jam_id = view.jam.jam_id
    return view_of(
        slot_button(SlotVerb.EDIT, jam_id, slot, translate(locale, "Change")),
        slot_button(SlotVerb.WITHDRAW, jam_id, slot, translate(locale, "Withdraw")),
    )


def withdrawn(slot: Slot, locale: Locale) -> str:
    """Say that it is gone."""
    return translate(
        locale,
        "What you wrote for “{slot}” is withdrawn. Nothing was charged.",
        slot=slot_name(slot, locale),
    )


def pledged(view: JamView, amount: int, locale: Locale) -> str:
    """Say what is set aside, and when it comes back."""
    if not amount:
        return translate(
            locale,
            "You pledge nothing now; all your credits are yours again. The pot has {total} of"
            " {price}.",
            total=view.pot.total,
            price=view.price,
        )
    return translate(
        locale,
        "{amount} of yours are set aside; the pot has {total} of {price}. Only your share of the"
        " price is charged, when there is a song; the rest comes back by itself.",
        amount=credits_of(amount, locale),
        total=view.pot.total,
        price=view.price,
    )


def locked(locale: Locale) -> str:
    """Say that the phase is over."""
    return translate(locale, "Done: the phase is over, and the board shows the next one.")


def skipped(view: JamView, locale: Locale) -> str:
    """Say whose turn it is now."""
    turn = view.jam.turn
    if turn is None or not turn.user_id:
        return translate(locale, "Done. Nobody else is here; whoever joins or comes back goes on.")
    return translate(
        locale,
        "Done: it is {writer}'s turn now. Who was skipped can come back at any time.",
        writer=f"<@{turn.user_id}>",
    )


def filling(view: JamView, slot: Slot, locale: Locale) -> str:
    """Say who writes and who pays."""
    price = credits_of(view.part_price, locale)
    name = slot_name(slot, locale)
    if view.jam.plan.payer is JamPayer.PLEDGES:
        return translate(
            locale,
            "The music service writes “{slot}” for {price} from the pot; if it fails, nothing is"
            " charged.",
            slot=name,
            price=price,
        )
    return translate(
        locale,
        "The music service writes “{slot}” for {price}; if it fails, nothing is charged.",
        slot=name,
        price=price,
    )


def stop_question(view: JamView, locale: Locale) -> str:
    """Ask whether it is really to end."""
    if view.jam.phase is JamPhase.CHOOSING:
        return translate(
            locale,
            "End this jam now? Its songs are made and paid for and stay; the votes are counted as"
            " they are.",
        )
    return translate(
        locale,
        "End this jam without a song? Everything pledged goes back at once; what was written"
        " cannot be gone on with.",
    )


def stop_buttons(view: JamView, locale: Locale) -> View:
    """Return new buttons to answer that."""
    jam_id = view.jam.jam_id
    yes, no = translate(locale, "End the jam"), translate(locale, "Go on")
    return view_of(
        jam_button(JamVerb.STOP_FOR_GOOD, jam_id, yes, danger=True),
        jam_button(JamVerb.GO_ON, jam_id, no),
    )


def stopped(locale: Locale) -> str:
    """Say that it is over."""
    return translate(
        locale, "The jam is over. Nothing more is charged; the board says how it ended."
    )


def counted(locale: Locale) -> str:
    """Say that it is over with its songs."""
    return translate(
        locale,
        "The jam is over and the votes are counted. Its songs stay; they were paid for before.",
    )


def parts_question(view: JamView, locale: Locale) -> str:
    """Ask which part to write for."""
    if view.jam.mode is JamMode.VERSES:
        return translate(locale, "Which of your parts do you want to change?")
    return translate(
        locale,
        "Which part is it for? You can propose one thing for each part, and change it until the"
        " votes begin.",
    )


def parts_menu(view: JamView, slots: tuple[Slot, ...], mine: MyPart, locale: Locale) -> View:
    """Return a new menu of parts, with what the person wrote for each."""
    choosing = menu(f"v1:jampick:{view.jam.jam_id}", translate(locale, "Choose a part"))
    choosing.options = [
        SelectOption(
            label=slot_name(slot, locale),
            value=slot.key,
            description=_own(own_text(mine, slot), locale),
        )
        for slot in slots
    ]
    return view_of(SlotSelect(choosing))


def _own(text: str, locale: Locale) -> str:
    if not text:
        return translate(locale, "nothing of yours yet")
    return shorten(translate(locale, "yours: {text}", text=one_line(text)), _OPTION_LIMIT)


def announced(view: JamView, locale: Locale) -> str:
    """Return what everybody in the channel reads when a jam begins."""
    when = from_now(view.jam.ends_at) if view.jam.ends_at else ""
    return translate(
        locale,
        "🎵 {host} begins a jam about **{theme}** in {thread}. Join there; it starts {when}.",
        host=f"<@{view.jam.host.user_id}>",
        theme=inline(view.jam.plan.theme, _THEME_LIMIT),
        thread=f"<#{view.jam.place.thread_id}>",
        when=when,
    )


def not_pinned(permission: str, locale: Locale) -> str:
    """Say why the board is not pinned."""
    return translate(
        locale,
        "-# *{permission}* is missing for me here, so the board is not pinned.",
        permission=permission,
    )
