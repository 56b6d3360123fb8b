"""Whether an order keeps the limits. Called in the transaction that saves the order."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.errors import LimitReached
from bot.domain.ids import ChannelId, GuildId, UserId
from bot.domain.limits import BindingLimit, Limit, LimitScope, Measure, Orderer, binding_limits
from bot.domain.ports import Transaction


@dataclass(frozen=True)
class Intent:
    """What is about to be ordered, as far as limits care."""

    guild_id: GuildId
    orderer: Orderer
    price: int
    song_seconds: int | None
    """The wished length; None when none was wished."""


def check_limits(tx: Transaction, limits: tuple[Limit, ...], intent: Intent, now: datetime) -> None:
    """Let an order pass that keeps every limit; it must not be saved yet.

    Raises:
        LimitReached: names the first limit that it does not keep.
    """
    for bound in binding_limits(limits, intent.orderer):
        _check(tx, bound, intent, now)


def _check(tx: Transaction, bound: BindingLimit, intent: Intent, now: datetime) -> None:
    limit = bound.limit
    match limit.measure:
        case Measure.ORDER_PRICE:
            _check_amount(bound, intent.price)
        case Measure.SONG_SECONDS:
            _check_amount(bound, intent.song_seconds or 0)
        case Measure.AT_ONCE:
            user_id, channel_id = _subject(limit, intent)
            running = tx.jobs.at_once(intent.guild_id, user_id=user_id, channel_id=channel_id)
            if running >= limit.amount:
                raise LimitReached(limit, running, None, bound.better)
        case Measure.COOLDOWN:
            _check_since(tx, bound, intent, now, 0, timedelta(seconds=limit.amount))
        case _:
            if limit.amount == 0:
                raise LimitReached(limit, None, None, bound.better)
            window = limit.measure.window or timedelta()
            _check_since(tx, bound, intent, now, limit.amount - 1, window)


def _check_amount(bound: BindingLimit, given: int) -> None:
    if given > bound.limit.amount:
        raise LimitReached(bound.limit, given, None, bound.better)


def _check_since(
    tx: Transaction,
    bound: BindingLimit,
    intent: Intent,
    now: datetime,
    skip: int,
    window: timedelta,
) -> None:
    """Refuse while the newest order but `skip` is younger than `window`."""
    user_id, channel_id = _subject(bound.limit, intent)
    newest = tx.jobs.newest_order_at(
        intent.guild_id, now - window, user_id=user_id, channel_id=channel_id, skip=skip
    )
    if newest is not None:
        raise LimitReached(bound.limit, None, newest + window, bound.better)


def _subject(limit: Limit, intent: Intent) -> tuple[UserId | None, ChannelId | None]:
    """Return whose orders a limit counts."""
    match limit.scope:
        case LimitScope.SERVER:
            return None, None
        case LimitScope.CHANNEL:
            return None, intent.orderer.channel_id
        case _:
            return intent.orderer.user_id, None
