"""What members ask for, and the answers."""

from dataclasses import replace

from bot.domain.actions import ActionKind
from bot.domain.credit_requests import CreditRequest, RequestState
from bot.domain.credits import AccountName, EntryKind
from bot.domain.errors import RequestDecided
from bot.domain.ids import CreditRequestId, GuildId, IdempotencyKey, UserId
from bot.domain.messages import MessageAddress
from bot.domain.ports import Transaction
from bot.services.credits import check_amount
from bot.services.treasury.moves import Moves

MOST_REQUESTS = 200
"""How many open requests are listed at most."""


class Requests(Moves):
    """Answers members' requests for credits."""

    async def requests(self, guild_id: GuildId) -> tuple[CreditRequest, ...]:
        """Return the open requests, oldest first, at most `MOST_REQUESTS`."""
        return await self._database.read(
            lambda tx: tx.credit_requests.open_in(guild_id, MOST_REQUESTS)
        )

    async def grant_request(
        self,
        guild_id: GuildId,
        request_id: CreditRequestId,
        *,
        actor_id: UserId,
        amount: int | None = None,
        answer: str = "",
        message: MessageAddress | None = None,
    ) -> CreditRequest:
        """Grant what was asked for, or `amount`; `message` is the one that shows the request.

        Raises:
            AmountOutOfRange, RequestDecided: nothing was granted.
        """
        if amount is not None:
            check_amount(amount)
        key = IdempotencyKey(f"request:{request_id}")

        def grant(tx: Transaction) -> CreditRequest:
            decided = self._decide(
                tx, guild_id, request_id, RequestState.GRANTED, actor_id, amount, answer
            )
            self._move(
                tx,
                AccountName.issue(guild_id),
                AccountName.member(guild_id, decided.user_id),
                decided.granted,
                EntryKind.GRANT,
                actor_id,
                answer,
                key,
            )
            if message is not None:
                tx.ledger.link_key(key, message)
            return decided

        return await self._database.write(grant)

    async def refuse_request(
        self, guild_id: GuildId, request_id: CreditRequestId, *, actor_id: UserId, answer: str
    ) -> CreditRequest:
        """Refuse a request.

        Raises:
            RequestDecided: somebody answered it before.
        """
        return await self._database.write(
            lambda tx: self._decide(
                tx, guild_id, request_id, RequestState.REFUSED, actor_id, 0, answer
            )
        )

    def _decide(
        self,
        tx: Transaction,
        guild_id: GuildId,
        request_id: CreditRequestId,
        state: RequestState,
        actor_id: UserId,
        amount: int | None,
        answer: str,
    ) -> CreditRequest:
        request = tx.credit_requests.get(guild_id, request_id)
        if request is None:
            raise RequestDecided(request_id)
        decided = replace(
            request,
            state=state,
            decided_by=actor_id,
            decided_at=self._clock.now(),
            granted=request.amount if amount is None else amount,
            answer=answer,
        )
        if not tx.credit_requests.decide(decided):
            raise RequestDecided(request_id)
        granted = state is RequestState.GRANTED
        kind = ActionKind.REQUEST_GRANTED if granted else ActionKind.REQUEST_REFUSED
        self._note_amount(tx, guild_id, actor_id, kind, request.user_id, answer, decided.granted)
        return decided
