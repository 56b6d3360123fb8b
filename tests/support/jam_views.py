"""Jams as their boards show them, made by hand."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.ids import (
    ChannelId,
    ContributionId,
    GuildId,
    IdempotencyKey,
    JamId,
    JobId,
    UserId,
)
from bot.domain.jams import (
    Author,
    Contribution,
    ContributionState,
    Host,
    Jam,
    JamEnd,
    JamMember,
    JamMode,
    JamPhase,
    JamPlace,
    JamPlan,
    JamSong,
    JamView,
    MemberState,
    Pot,
    Room,
    Slot,
    SlotView,
    Standing,
    Turn,
)
from bot.domain.jams.modes import slots_of
from bot.domain.jobs import JobState

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
JAM = JamId("abcdefgh12")
HOST = UserId(900000000000000001)


def person(number: int) -> UserId:
    """Return somebody; 0 is the host."""
    return UserId(HOST + number)


def members(count: int) -> tuple[JamMember, ...]:
    """Return so many people, the host first; every third of them is away."""
    return tuple(
        JamMember(
            JAM,
            person(number),
            f"member {number}",
            number,
            MemberState.AWAY if number % 3 == 2 else MemberState.HERE,
            NOW,
        )
        for number in range(count)
    )


def written(slot: Slot, text: str, author: int = 1, number: int = 1) -> Contribution:
    """Return what somebody wrote for a part."""
    return Contribution(
        ContributionId(number), JAM, slot, person(author), text, ContributionState.LIVE, NOW
    )


def jam_in(
    mode: JamMode, phase: JamPhase, *, theme: str = "a lighthouse in the fog", parts: int = 5
) -> Jam:
    """Return a jam that stands in a phase."""
    over = phase.over
    end = JamEnd.FINISHED if phase is JamPhase.DONE else JamEnd.STOPPED
    turn = Turn(1, slots_of(mode, parts)[0], person(1), NOW + timedelta(minutes=2))
    return Jam(
        jam_id=JAM,
        place=JamPlace(GuildId(1), ChannelId(2), ChannelId(3)),
        host=Host(HOST, "host"),
        plan=JamPlan(theme, mode, timedelta(minutes=30)),
        phase=phase,
        created_at=NOW,
        ends_at=None if over else NOW + timedelta(minutes=10),
        idempotency_key=IdempotencyKey("key"),
        parts=parts if mode is JamMode.VERSES and phase is not JamPhase.GATHERING else 0,
        turn=turn if phase is JamPhase.WRITING else None,
        end=end if over else None,
        ended_at=NOW if over else None,
    )


def view_of_jam(
    mode: JamMode,
    phase: JamPhase,
    *,
    text: str = "the lamp turns slow",
    people: int = 4,
    theme: str = "a lighthouse in the fog",
    parts: int = 5,
) -> JamView:
    """Return what a jam shows in a phase, with `text` written wherever something can be shown."""
    jam = jam_in(mode, phase, theme=theme, parts=parts)
    finished = phase is JamPhase.DONE
    return JamView(
        jam=jam,
        message_id=None,
        members=members(people),
        slots=tuple(_slot(mode, phase, slot, text, people) for slot in jam.slots),
        pot=Pot(9, 4, 3),
        price=14,
        part_price=1,
        room=Room(300, 2000) if mode is JamMode.VERSES else None,
        voted=2,
        songs=(JamSong(JobId("0123456789"), JobState.SUCCEEDED, None),) if finished else (),
        authors=tuple(Author(person(number), "name") for number in range(people))
        if finished
        else (),
    )


def _slot(mode: JamMode, phase: JamPhase, slot: Slot, text: str, people: int) -> SlotView:
    entry = written(slot, text)
    view = SlotView(slot, 400, people)
    if mode is JamMode.VERSES:
        return replace(view, filled=entry)
    if phase in {JamPhase.GATHERING, JamPhase.PROPOSING, JamPhase.VOTING}:
        return view
    result = tuple(
        Standing(written(slot, text, number, number), people - number) for number in range(people)
    )
    return replace(view, filled=None if mode is JamMode.BATTLE else entry, result=result)
