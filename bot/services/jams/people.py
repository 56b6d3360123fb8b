"""Who takes part in a jam: within the transaction that changes it."""

from dataclasses import replace
from datetime import datetime
from random import Random

from bot.domain.ids import GuildId, JamId, UserId
from bot.domain.jams.entries import SERVICE, Contribution
from bot.domain.jams.errors import BannedFromJam, JamFull, JamNotFound, NotInJam
from bot.domain.jams.modes import TurnOrder
from bot.domain.jams.people import Author, JamMember, MemberState
from bot.domain.jams.records import Jam
from bot.domain.ports import Transaction
from bot.services.orders import Requester

_PLACES = 2**31
"""So many places a random order draws from; that two people draw the same is ruled out."""


def jam_here(tx: Transaction, jam_id: JamId, guild_id: GuildId) -> Jam:
    """Return a jam of a server.

    Raises:
        JamNotFound: there is none, or it belongs to another server.
    """
    jam = tx.jams.get(jam_id)
    if jam is None or jam.place.guild_id != guild_id:
        raise JamNotFound(jam_id)
    return jam


def member_of(tx: Transaction, jam: Jam, user_id: UserId) -> JamMember:
    """Return somebody who takes part.

    Raises:
        NotInJam: they do not.
    """
    member = tx.jams.member(jam.jam_id, user_id)
    if member is None or not member.state.takes_part:
        raise NotInJam(jam.jam_id)
    return member


def take_part(tx: Transaction, jam: Jam, who: Requester, dice: Random, now: datetime) -> JamMember:
    """Return somebody as taking part, after letting them in if need be.

    Raises:
        BannedFromJam, JamFull: they cannot come in.
    """
    member = tx.jams.member(jam.jam_id, who.user_id)
    if member is not None and member.state.takes_part:
        if member.name != who.display_name:
            member = replace(member, name=who.display_name)
            tx.jams.put_member(member)
        return member
    reason = tx.jams.ban_reason(jam.jam_id, who.user_id)
    if reason is not None:
        raise BannedFromJam(reason)
    if tx.jams.present(jam.jam_id) >= jam.plan.most_people:
        raise JamFull(jam.plan.most_people)
    if member is not None:
        back = replace(member, name=who.display_name, state=MemberState.HERE)
    else:
        place = _new_place(tx, jam, dice)
        back = JamMember(jam.jam_id, who.user_id, who.display_name, place, MemberState.HERE, now)
    tx.jams.put_member(back)
    return back


def authors_of(tx: Transaction, jam: Jam, idea: Contribution | None) -> tuple[Author, ...]:
    """Return whose song it is: those whose words are in it, by entry, then all others who wrote.

    Where nobody wrote anything, it is the host's.
    """
    written = tx.contributions.of(jam.jam_id)
    mine = [each for each in written if (each == idea if idea is not None else each.chosen)]
    names = {member.user_id: member.name for member in tx.jams.members(jam.jam_id)}
    ids = dict.fromkeys(each.author_id for each in (*mine, *written))
    authors = tuple(Author(user_id, names[user_id]) for user_id in ids if user_id != SERVICE)
    return authors or (Author(jam.host.user_id, jam.host.name),)


def _new_place(tx: Transaction, jam: Jam, dice: Random) -> int:
    if jam.plan.order is TurnOrder.JOINING:
        return tx.jams.last_place(jam.jam_id) + 1
    taken = {member.place for member in tx.jams.members(jam.jam_id)}
    while (place := dice.randrange(_PLACES)) in taken:
        pass
    return place
