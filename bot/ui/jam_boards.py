"""Shows jams on Discord: the pinned board in the thread, and what people are told once."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import TypeVar

import discord
import structlog
from discord import AllowedMentions, Locale
from discord.ui import View

from bot.domain.ids import JamId, MessageId
from bot.domain.jams import JamNote, JamView, NoteKind
from bot.domain.ports import SongArchive
from bot.ui.client import JamboreeClient
from bot.ui.faults import Fault, judge, requests_of
from bot.ui.guarded import view_of
from bot.ui.jam_board import BoardDrawing, build_board, draw_board
from bot.ui.jam_buttons import jam_button
from bot.ui.jam_notes import struck_hint, struck_text, turn_text
from bot.ui.jam_results import ResultPoster
from bot.ui.jam_verbs import JamVerb
from bot.ui.rendering import guild_locale
from bot.ui.translation import translate

log = structlog.get_logger(__name__)

T = TypeVar("T")

_UNKNOWN_MESSAGE = 10008
_REMEMBERED_BOARDS = 200


class DiscordJamBoards:
    """Jams on a client that logs in by itself; see `bot.domain.ports.JamBoards`."""

    def __init__(self, client: JamboreeClient, archive: SongArchive) -> None:
        self._client = client
        self._results = ResultPoster(client, archive)
        self._shown: OrderedDict[JamId, BoardDrawing] = OrderedDict()

    async def show(self, view: JamView) -> MessageId | None:
        """Draw a jam's board anew. Returns its id when it had to be posted (and pinned) anew.

        Raises:
            MessageUnreachable: the thread is gone or closed to us for good.
            MessengerBusy: try again later.
        """
        async with requests_of(self._client):
            if view.message_id is None:
                return await self._post(view, f"jam-{view.jam.jam_id}")
            drawing = draw_board(view, self._locale(view))
            if self._shown.get(drawing.jam_id) == drawing:
                return None
            message = self._thread(view).get_partial_message(view.message_id)

            async def edit() -> object:
                # Where only a view changes, discord.py leaves out whom the client may mention.
                nobody = AllowedMentions.none()
                return await message.edit(view=build_board(drawing), allowed_mentions=nobody)

            try:
                await self._in_open_thread(view, edit)
            except discord.NotFound as error:
                if error.code != _UNKNOWN_MESSAGE:
                    raise
                # Somebody deleted the board, and without one nobody can go on.
                return await self._post(view, f"jam-{view.message_id}")
            self._remember(drawing)
            return None

    async def tell(self, note: JamNote, view: JamView) -> None:
        """Tell somebody what a note says; it mentions nobody else.

        Raises:
            MessageUnreachable: the thread is gone or closed to us for good.
            MessengerBusy: try again later.
        """
        async with requests_of(self._client):
            match note.kind:
                case NoteKind.TURN:
                    await self._remind(note, view)
                case NoteKind.STRUCK:
                    await self._tell_struck(note, view)
                case NoteKind.RESULT:
                    await self._results.post(view)

    async def _post(self, view: JamView, nonce: str) -> MessageId:
        """Post the board and pin it; Discord drops a repetition by its nonce."""
        board = build_board(draw_board(view, self._locale(view)))

        async def send() -> discord.Message:
            return await self._thread(view).send(view=board, nonce=nonce)

        message = await self._in_open_thread(view, send)
        try:
            await message.pin()
        except discord.Forbidden:
            # Whoever began the jam was told that this permission is missing.
            log.info("board_not_pinned", jam_id=view.jam.jam_id)
        return MessageId(message.id)

    async def _remind(self, note: JamNote, view: JamView) -> None:
        turn = view.jam.turn
        if turn is None or turn.user_id != note.user_id:
            return
        locale = self._locale(view)
        label = translate(locale, "Add a line")
        button = jam_button(JamVerb.LINE, view.jam.jam_id, label, primary=True)
        await self._mention(note, view, turn_text(turn, locale), view_of(button))

    async def _tell_struck(self, note: JamNote, view: JamView) -> None:
        """Tell the author by direct message; where that is closed, in the thread without a why."""
        locale = self._locale(view)
        try:
            channel = await self._client.create_dm(discord.Object(note.user_id))
            await channel.send(struck_text(note, view, locale), nonce=_nonce(note))
        except discord.HTTPException as error:
            if judge(error) is Fault.PASSING:
                raise
            await self._mention(note, view, struck_hint(note, locale), view_of())

    async def _mention(self, note: JamNote, view: JamView, text: str, buttons: View) -> None:
        mentions = AllowedMentions(
            everyone=False, roles=False, users=[discord.Object(note.user_id)], replied_user=False
        )

        async def send() -> object:
            return await self._thread(view).send(
                text, nonce=_nonce(note), allowed_mentions=mentions, view=buttons
            )

        await self._in_open_thread(view, send)

    def _locale(self, view: JamView) -> Locale:
        return guild_locale(self._client, view.jam.place.guild_id)

    def _thread(self, view: JamView) -> discord.PartialMessageable:
        place = view.jam.place
        return self._client.get_partial_messageable(place.thread_id, guild_id=place.guild_id)

    async def _in_open_thread(self, view: JamView, request: Callable[[], Awaitable[T]]) -> T:
        """Send a request about the thread; an archived one is opened again for it."""
        try:
            return await request()
        except discord.HTTPException as error:
            if judge(error) is not Fault.ARCHIVED:
                raise
        await self._client.http.edit_channel(view.jam.place.thread_id, archived=False)
        return await request()

    def _remember(self, drawing: BoardDrawing) -> None:
        self._shown.pop(drawing.jam_id, None)
        self._shown[drawing.jam_id] = drawing
        if len(self._shown) > _REMEMBERED_BOARDS:
            self._shown.popitem(last=False)


def _nonce(note: JamNote) -> str:
    return f"jam-note-{note.note_id}"
