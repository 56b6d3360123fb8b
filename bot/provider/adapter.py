"""The music API as the `MusicProvider` that the rules ask for."""

from dataclasses import replace

from bot.domain.catalogue import Catalogue
from bot.domain.errors import Presence, ProviderRefused, RefusalReason
from bot.domain.ids import ProviderClipId, ProviderTaskId
from bot.domain.jobs import Job
from bot.domain.operations import Operation, ParameterRefused
from bot.domain.plans import plan_of
from bot.domain.ports import Awaited, ProviderBalance, TaskReport, Turns
from bot.domain.requests import Request
from bot.provider.answers import drafts_of
from bot.provider.checks import check
from bot.provider.client import MusicClient
from bot.provider.gate import Wait
from bot.provider.mapping import refusal_for, report_of
from bot.provider.orders import Orders
from bot.provider.reading.tasks import Deliverable, TaskReply
from bot.provider.webhooks import WebhookSender
from bot.provider.wire.replies import LyricsDraft

_DELIVERABLES = {
    Awaited.AUDIO: Deliverable.AUDIO,
    Awaited.CLIP: Deliverable.CLIP,
    Awaited.LYRICS: Deliverable.LYRICS,
    Awaited.PRODUCED: Deliverable.AUDIO,
}
_WITHOUT_MODEL = frozenset(
    {
        Operation.STEMS_BASIC,
        Operation.STEMS_FULL,
        Operation.UPLOAD,
        Operation.CREATE_VOICE,
        Operation.LYRICS,
        Operation.UPSAMPLE_TAGS,
        Operation.ALIGNED_LYRICS,
        Operation.WAV,
        Operation.MIDI,
    }
)


class AIMusicProvider:
    """Implements `bot.domain.ports.MusicProvider` over the typed client.

    With `webhooks`, every order asks the service to announce its end; without, tasks are polled
    alone.
    """

    def __init__(
        self,
        client: MusicClient,
        catalogue: Catalogue,
        webhooks: WebhookSender | None = None,
        *,
        wait: Wait,
    ) -> None:
        self.client = client
        self.catalogue = catalogue
        self._webhooks = webhooks
        self._orders = Orders(client, wait)

    def check(self, request: Request) -> None:
        """See `MusicProvider.check`."""
        try:
            for order in self._orders.to_check(request):
                check(order.body, self.catalogue)
        except ParameterRefused as broken:
            raise refusal_for(broken, request) from None

    def songs_promised(self, request: Request) -> int:
        """See `MusicProvider.songs_promised`."""
        return self.catalogue.offers[plan_of(request).operation].songs or 1

    def default_model(self, request: Request) -> str:
        """See `MusicProvider.default_model`."""
        operation = plan_of(request).operation
        return "" if operation in _WITHOUT_MODEL else self.catalogue.default_for(operation).name

    def turns(self) -> Turns:
        """See `MusicProvider.turns`."""
        return self.client.gate.turns()

    def book(self, orders: int) -> None:
        """See `MusicProvider.book`."""
        self.client.gate.book(orders)

    async def submit(self, job: Job) -> ProviderTaskId | TaskReport:
        """See `MusicProvider.submit`.

        A limit that is broken only now, because the catalogue has changed since the order, is a
        refusal like the service's own.
        """
        callback = self._webhooks.callback_for(job.job_id) if self._webhooks else None
        try:
            return await self._orders.of_job(job, callback).send()
        except ParameterRefused as broken:
            raise ProviderRefused(RefusalReason.INVALID, str(broken), Presence.UNASKED) from None

    async def report(self, task_id: ProviderTaskId, awaited: Awaited = Awaited.AUDIO) -> TaskReport:
        """See `MusicProvider.report`."""
        family = self.client.producer if awaited is Awaited.PRODUCED else self.client.sonic
        reply = await family.task(task_id, _DELIVERABLES[awaited])
        return _with_what_is_awaited(report_of(reply), reply, awaited)

    async def balance(self) -> ProviderBalance:
        """See `MusicProvider.balance`."""
        credits_left = await self.client.account.credits()
        return ProviderBalance(credits_left.credits, credits_left.extra_credits)


def _with_what_is_awaited(report: TaskReport, reply: TaskReply, awaited: Awaited) -> TaskReport:
    clips = tuple(item.clip for item in reply.items)
    if not clips or awaited in {Awaited.AUDIO, Awaited.PRODUCED}:
        return report
    if awaited is Awaited.CLIP:
        return replace(report, uploaded=ProviderClipId(clips[0].clip_id))
    drafts = tuple(
        LyricsDraft(title=clip.title, lyrics=clip.lyrics) for clip in clips if clip.lyrics
    )
    return replace(report, finding=drafts_of(drafts)) if drafts else report
