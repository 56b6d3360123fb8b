"""What the service answers at once, in the domain's words."""

from collections.abc import Iterable

from bot.domain.errors import OutcomeUnknown
from bot.domain.findings import (
    Draft,
    ExportedFile,
    LyricsDrafts,
    StyleText,
    TimedWord,
    Timeline,
)
from bot.domain.ids import ProviderTaskId
from bot.domain.ports import TaskReport, TaskState
from bot.provider.reading.tools import AlignmentReply, MidiReply, TagsReply, Uploaded
from bot.provider.wire.replies import FileReply, LyricsDraft

_LONGEST_TIMELINE = 20_000
_LATEST_SECONDS = 86_400.0


def of_upload(reply: Uploaded) -> ProviderTaskId | TaskReport:
    """Return the clip that audio became, or the task that will bring it."""
    if reply.clip_id is not None:
        return TaskReport(TaskState.FINISHED, uploaded=reply.clip_id)
    if reply.task_id is None:
        raise OutcomeUnknown("no clip_id")
    return reply.task_id


def drafts_of(drafts: Iterable[LyricsDraft]) -> LyricsDrafts:
    """Return the drafts."""
    return LyricsDrafts(tuple(Draft(draft.title, draft.lyrics) for draft in drafts))


def of_style(reply: TagsReply) -> TaskReport:
    """Return the described style."""
    return TaskReport(TaskState.FINISHED, finding=StyleText(reply.upsampled_tags))


def of_timeline(reply: AlignmentReply) -> TaskReport:
    """Return the words with their times; those with impossible times are left out."""
    words = tuple(
        TimedWord(word.word, word.start_s, word.end_s)
        for word in reply.words[:_LONGEST_TIMELINE]
        if word.start_s is not None
        and word.end_s is not None
        and word.start_s <= word.end_s <= _LATEST_SECONDS
    )
    return TaskReport(TaskState.FINISHED, finding=Timeline(words))


def of_file(reply: FileReply) -> TaskReport:
    """Return the file, or that the service could not make it."""
    if not reply.url:
        return TaskReport(TaskState.FAILED)
    return TaskReport(TaskState.FINISHED, finding=ExportedFile(reply.format, reply.url))


def of_notes(reply: MidiReply) -> TaskReport:
    """Return the file of notes, or that the service could not do it in time."""
    if not reply.ready:
        return TaskReport(TaskState.FAILED, detail="the notes were not ready in time")
    return TaskReport(TaskState.FINISHED, finding=ExportedFile("mid", reply.midi_url))
