"""The music API as the `MusicProvider` that the rules ask for."""

from bot.domain.catalogue import Catalogue
from bot.domain.errors import ProviderRefused, RefusalReason
from bot.domain.ids import ProviderTaskId
from bot.domain.jobs import Job, JobKind
from bot.domain.operations import Operation, ParameterRefused
from bot.domain.ports import ProviderBalance, TaskReport
from bot.domain.songs import SongRequest
from bot.provider.checks import check
from bot.provider.client import MusicClient
from bot.provider.mapping import refusal_for, report_of, song_order
from bot.provider.webhooks import WebhookSender

_OPERATIONS = {JobKind.CREATE: Operation.CREATE}


class AIMusicProvider:
    """Implements `bot.domain.ports.MusicProvider` over the typed client.

    With `webhooks`, every order asks the service to announce its end; without, tasks are polled
    alone.
    """

    def __init__(
        self, client: MusicClient, catalogue: Catalogue, webhooks: WebhookSender | None = None
    ) -> None:
        self.client = client
        self.catalogue = catalogue
        self._webhooks = webhooks

    def check(self, kind: JobKind, request: SongRequest) -> None:
        """See `MusicProvider.check`."""
        try:
            check(song_order(request), self.catalogue)
        except ParameterRefused as broken:
            raise refusal_for(broken, request) from None

    def songs_promised(self, kind: JobKind) -> int:
        """See `MusicProvider.songs_promised`."""
        return self.catalogue.offers[_OPERATIONS[kind]].songs

    async def submit(self, job: Job) -> ProviderTaskId:
        """See `MusicProvider.submit`.

        A limit that is broken only now, because the catalogue has changed since the order, is a
        refusal like the service's own.
        """
        callback = self._webhooks.callback_for(job.job_id) if self._webhooks else None
        try:
            accepted = await self.client.sonic.create(song_order(job.request, callback))
        except ParameterRefused as broken:
            raise ProviderRefused(RefusalReason.INVALID, str(broken)) from None
        return accepted.task_id

    async def report(self, task_id: ProviderTaskId) -> TaskReport:
        """See `MusicProvider.report`."""
        return report_of(await self.client.sonic.task(task_id))

    async def balance(self) -> ProviderBalance:
        """See `MusicProvider.balance`."""
        credits_left = await self.client.account.credits()
        return ProviderBalance(credits_left.credits, credits_left.extra_credits)
