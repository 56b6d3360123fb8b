"""A jam's pot: within the transaction that changes the jam."""

from collections import defaultdict
from datetime import datetime

from bot.domain.credits import AccountName, Share, shares
from bot.domain.errors import NotEnoughCredits
from bot.domain.ids import AccountId, UserId
from bot.domain.jams.errors import HostGone, WalletClosed
from bot.domain.jams.modes import JamPayer
from bot.domain.jams.money import MATCHING, Pledge, in_proportion, matching
from bot.domain.jams.records import Jam
from bot.domain.jobs import Job
from bot.domain.ports import Transaction
from bot.services.accounts import Member, MemberAccounts
from bot.services.checkout import PayFor
from bot.services.orders import Requester


def pledge(
    tx: Transaction,
    jam: Jam,
    who: Requester,
    amount: int,
    accounts: MemberAccounts,
    now: datetime,
) -> None:
    """Have somebody pledge `amount` (zero or more) from now on, in place of what they pledged.

    Raises:
        NotEnoughCredits: their own accounts have less; nothing may be kept of the transaction.
    """
    guild_id = jam.place.guild_id
    free(tx, tx.pledges.pending(jam.jam_id, who.user_id), now)
    if amount:
        terms = tx.rules.terms(guild_id)
        member = Member(guild_id, who.user_id, who.role_ids)
        account = accounts.current(tx, terms, member, now)
        paying = shares(amount, account.purse.own)
        if paying is None:
            raise NotEnoughCredits(amount, account.purse.available, account.refill)
        for share in paying:
            tx.pledges.add(jam.jam_id, who.user_id, share.account_id, share.amount, now=now)
    match_pledges(tx, jam, now)


def take_back(tx: Transaction, jam: Jam, user_id: UserId, now: datetime) -> None:
    """Free everything that somebody pledged."""
    own = tx.pledges.pending(jam.jam_id, user_id)
    if own:
        free(tx, own, now)
        match_pledges(tx, jam, now)


def free(tx: Transaction, pledges: tuple[Pledge, ...], now: datetime) -> None:
    """Free pledges."""
    for each in pledges:
        tx.pledges.release(each, now)


def match_pledges(tx: Transaction, jam: Jam, now: datetime) -> None:
    """Let the server's wallet add what its managers promised, as far as it can."""
    rules = tx.jams.rules(jam.place.guild_id)
    before = tx.pledges.pending(jam.jam_id, MATCHING)
    if not before and not rules.match_percent:
        return
    free(tx, before, now)
    wallet = tx.ledger.balance(AccountName.wallet(jam.place.guild_id))
    if wallet is None:
        return
    pot = tx.pledges.pot(jam.jam_id)
    # What parts took counts too: the ceiling is for the whole jam.
    ceiling = None if rules.match_ceiling is None else rules.match_ceiling - pot.spent_matching
    added = matching(pot.pledged, rules.match_percent, ceiling, wallet.available)
    if added:
        tx.pledges.add(jam.jam_id, MATCHING, wallet.account_id, added, now=now)


def check_payer(tx: Transaction, jam: Jam) -> None:
    """Make sure that nobody is charged for an order after they left.

    Raises:
        HostGone: the host was to pay alone, and left or was banned.
    """
    if jam.plan.payer is not JamPayer.HOST:
        return
    host = tx.jams.member(jam.jam_id, jam.host.user_id)
    if host is None or not host.state.takes_part:
        raise HostGone(jam.host.user_id)


def payment(jam: Jam) -> PayFor | None:
    """Return who pays for an order of a jam; None for its host's own accounts.

    What is not taken from pledges stays pledged.
    """
    match jam.plan.payer:
        case JamPayer.HOST:
            return None
        case JamPayer.WALLET:
            return _by_wallet
        case JamPayer.PLEDGES:
            return lambda tx, job: _by_pledges(tx, jam, job)


def _by_wallet(tx: Transaction, job: Job) -> tuple[Share, ...]:
    if not tx.jams.rules(job.guild_id).wallet_pays:
        raise WalletClosed
    wallet = tx.ledger.balance(AccountName.wallet(job.guild_id))
    available = 0 if wallet is None else wallet.available
    if job.price > available:
        raise NotEnoughCredits(job.price, available)
    return () if wallet is None or not job.price else (Share(wallet.account_id, job.price),)


def _by_pledges(tx: Transaction, jam: Jam, job: Job) -> tuple[Share, ...]:
    """Take a job's price from all pledges in proportion; what is more stays pledged."""
    pledges = tx.pledges.pending(jam.jam_id)
    by_person: dict[UserId, int] = defaultdict(int)
    for each in pledges:
        by_person[each.user_id] += each.amount
    total = sum(by_person.values())
    if job.price > total:
        raise NotEnoughCredits(job.price, total)
    missing = in_proportion(job.price, by_person)
    taken: dict[AccountId, int] = {}
    left: list[tuple[Pledge, int]] = []
    for each in pledges:
        amount = min(each.amount, missing[each.user_id])
        if not amount:
            continue
        missing[each.user_id] -= amount
        tx.pledges.use(each, amount, job.job_id, job.created_at)
        taken[each.account_id] = amount
        left.append((each, each.amount - amount))
    for each, rest in left:
        if rest:
            tx.pledges.add(jam.jam_id, each.user_id, each.account_id, rest, now=job.created_at)
    return tuple(Share(account_id, amount) for account_id, amount in taken.items())
