"""Everything about an order that costs: price, limits, ceiling, and who pays."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from bot.domain.credits import Share, shares
from bot.domain.errors import NotEnoughCredits
from bot.domain.ids import DIRECT_MESSAGES, IdempotencyKey, RoleId
from bot.domain.jobs import Job
from bot.domain.limits import Orderer
from bot.domain.ports import Transaction
from bot.domain.rules import GuildTerms
from bot.services.accounts import Account, Member, MemberAccounts
from bot.services.budget import reserve
from bot.services.limits import Intent, check_limits
from bot.services.views import Standing

PayFor = Callable[[Transaction, Job], tuple[Share, ...]]
"""Says which accounts pay for a saved job, and frees what it takes; the shares add up to its price.

Raises:
    NotEnoughCredits: they cannot.
"""


@dataclass(frozen=True)
class Admission:
    """An order that was let in: its job as saved, and what its card shows of credits."""

    job: Job
    standing: Standing


@dataclass(frozen=True)
class Checkout:
    """Admits orders. Its work belongs into the transaction that saves the order."""

    accounts: MemberAccounts

    def admit(
        self,
        tx: Transaction,
        job: Job,
        role_ids: Collection[RoleId] = (),
        song_seconds: int | None = None,
        pay: PayFor | None = None,
    ) -> Admission:
        """Save a new job with this server's price, after holding it.

        `job.provider_cost` is what the provider takes, `song_seconds` the wished length. Without
        `pay` the requester pays.

        Raises:
            LimitReached, BudgetSpent, NotEnoughCredits: nothing may be kept of this transaction.
        """
        terms = tx.rules.terms(job.guild_id)
        price = terms.tariff.price(job.kind, job.request.model, job.provider_cost)
        # What joining costs members is the same part of the price as it is of the service's cost.
        join_price = job.join_price * price // job.provider_cost if job.provider_cost else 0
        weight = terms.weight_of(role_ids)
        if (price, join_price, weight) != (job.price, job.join_price, job.weight):
            job = replace(job, price=price, join_price=join_price, weight=weight)
        if terms.limits:
            orderer = Orderer(job.requester_id, role_ids, job.channel_id)
            intent = Intent(job.guild_id, orderer, price, song_seconds)
            check_limits(tx, terms.limits, intent, job.created_at)
        reserve(tx, terms.rules, job.provider_cost, job.created_at)
        member = Member(job.guild_id, job.requester_id, role_ids)
        account = self.accounts.current(tx, terms, member, job.created_at)
        tx.jobs.add(job)
        if pay is None:
            paying = _shares(job, terms, account)
        else:
            paying = pay(tx, job)
            account = replace(account, purse=tx.ledger.purse(job.guild_id, job.requester_id))
        _hold(tx, job, paying)
        return Admission(job, Standing(account.purse.holding(paying), terms.tariff))


def _shares(job: Job, terms: GuildTerms, account: Account) -> tuple[Share, ...]:
    payers = account.purse.payers(wallet_pays=terms.rules.wallet_pays)
    paying = shares(job.price, payers)
    if paying is None:
        available = sum(payer.available for payer in payers)
        moderated = job.guild_id != DIRECT_MESSAGES
        raise NotEnoughCredits(job.price, available, account.refill, moderated)
    return paying


def _hold(tx: Transaction, job: Job, paying: tuple[Share, ...]) -> None:
    for number, share in enumerate(paying, 1):
        tx.ledger.hold(
            share.account_id,
            share.amount,
            job_id=job.job_id,
            key=IdempotencyKey(f"hold:{job.job_id}:{number}"),
            now=job.created_at,
        )
