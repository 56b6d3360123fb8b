"""A server's monthly ceiling of provider credits."""

from datetime import datetime

from bot.domain.errors import BudgetSpent
from bot.domain.ids import GuildId
from bot.domain.notices import Notice, NoticeKind
from bot.domain.periods import Period, Stretch, stretch_at
from bot.domain.ports import Transaction
from bot.domain.rules import GuildRules

NOTICE_PERCENT = 80
"""How much of the ceiling is used when the notice is raised."""


def month_of(rules: GuildRules, moment: datetime) -> Stretch:
    """Return the month of a server's calendar that `moment` lies in."""
    return stretch_at(Period.MONTH, moment, rules.time_zone)


def month_name(month: Stretch) -> str:
    """Return how a month is called in the budget, such as `2026-11`."""
    return month.first_day.isoformat()[: len("2026-11")]


def reserve(tx: Transaction, rules: GuildRules, cost: int, now: datetime) -> None:
    """Count an order of `cost` provider credits; raise the notice when little is left.

    Raises:
        BudgetSpent: it would go over the ceiling.
    """
    month = month_of(rules, now)
    used = tx.budgets.add(rules.guild_id, month_name(month), cost)
    ceiling = rules.monthly_ceiling
    if ceiling is None:
        return
    if used > ceiling:
        raise BudgetSpent(ceiling, used - cost, month.ends_at)
    if used * 100 >= ceiling * NOTICE_PERCENT:
        tx.notices.raise_once(
            Notice(
                notice_id=None,
                guild_id=rules.guild_id,
                kind=NoticeKind.CEILING_NEAR,
                subject=_subject(month, ceiling),
                amount=used,
                limit=ceiling,
                created_at=now,
            )
        )


def give_back(tx: Transaction, guild_id: GuildId, amount: int, ordered_at: datetime) -> None:
    """Uncount what the provider did not take for an order of that time."""
    if amount:
        rules = tx.rules.terms(guild_id).rules
        tx.budgets.add(guild_id, month_name(month_of(rules, ordered_at)), -amount)


def ceiling_reached(rules: GuildRules, spent: BudgetSpent, now: datetime) -> Notice:
    """Return the notice that a server's orders are refused for the rest of the month."""
    return Notice(
        notice_id=None,
        guild_id=rules.guild_id,
        kind=NoticeKind.CEILING_REACHED,
        subject=_subject(month_of(rules, now), spent.ceiling),
        amount=spent.used,
        limit=spent.ceiling,
        created_at=now,
    )


def _subject(month: Stretch, ceiling: int) -> str:
    # A ceiling that is raised in mid-month is another one, and comes near once more.
    return f"{month_name(month)}:{ceiling}"
