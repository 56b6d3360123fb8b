from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.delivery import JobView, QueuePlace
from bot.domain.ids import JamId, ProviderClipId, SongId, UserId
from bot.domain.jams import Author
from bot.domain.jobs import Failure, FailureCode, JobState, Stage, Step
from bot.domain.requests import ExtendRequest, SectionRequest
from bot.domain.songs import Clip, SongRequest
from bot.domain.sources import Source
from bot.ui.cards import CardSettings, draw_card
from bot.ui.drawing import Drawing, JobButton, Verb
from tests.support.discord_objects import (
    EXPECTED_STAMP,
    JOB_ID,
    NOW,
    assert_drawing_fits,
    ended,
    finished,
    song,
    under_way,
    written_by_a_stranger,
)
from tests.support.orders import ADA, MODEL

SETTINGS = CardSettings(price_again=14)


def draw(view: JobView) -> Drawing:
    return draw_card(view, SETTINGS)


def test_the_first_answer_says_place_time_and_money() -> None:
    drawing = draw(under_way(place=QueuePlace(2, 5)))
    assert drawing.content == (
        f"🎵 Neon rain · queued, 2nd of 5 · about <t:{EXPECTED_STAMP}:R> · 14 reserved, 42 left"
    )
    assert drawing.embed.description == (
        "> rain on tin\n\n**queued** → writing → first version → both"
    )
    assert drawing.embed.footer.text == f"Reference {JOB_ID}"
    assert drawing.buttons == (JobButton(Verb.CANCEL, JOB_ID),)
    assert drawing.attachments == ()


def test_alone_in_the_queue_no_place_is_named() -> None:
    assert " · queued · " in draw(under_way(place=QueuePlace(1, 1))).content


def test_without_a_title_the_idea_heads_the_card() -> None:
    view = under_way(request=SongRequest(model=MODEL, idea="a **very** loud idea"))
    assert draw(view).content.startswith(r"🎵 a \*\*very\*\* loud idea · ")


def test_an_overdue_song_promises_no_time() -> None:
    late = replace(under_way(JobState.RUNNING, Stage.WRITING), expected_at=None)
    assert draw(late).content == "🎵 Neon rain · being written · 14 reserved, 42 left"


@pytest.mark.parametrize(
    ("state", "stage", "status", "progress"),
    [
        (
            JobState.SUBMITTING,
            Stage.WAITING,
            "being sent to the music service",
            "**queued** → writing → first version → both",
        ),
        (
            JobState.RUNNING,
            Stage.WAITING,
            "waiting at the music service",
            "**queued** → writing → first version → both",
        ),
        (
            JobState.RUNNING,
            Stage.WRITING,
            "being written",
            "✓ queued → **writing** → first version → both",
        ),
        (
            JobState.RUNNING,
            Stage.FIRST_VERSION,
            "first version ready",
            "✓ queued → ✓ writing → **first version** → both",
        ),
        (
            JobState.RUNNING,
            Stage.COLLECTING,
            "being fetched",
            "✓ queued → ✓ writing → ✓ first version → **both**",
        ),
    ],
)
def test_progress_is_named_step_by_step(
    state: JobState, stage: Stage, status: str, progress: str
) -> None:
    drawing = draw(under_way(state, stage))
    assert f" · {status} · about" in drawing.content
    assert drawing.embed.description == f"> rain on tin\n\n{progress}"
    assert drawing.buttons == ()


def test_a_song_of_one_version_skips_the_first() -> None:
    view = under_way(JobState.RUNNING, Stage.COLLECTING)
    single = replace(view, job=replace(view.job, promised=1))
    assert "✓ queued → ✓ writing → **finished**" in (draw(single).embed.description or "")


def test_an_unknown_outcome_says_what_happens_to_the_credits() -> None:
    drawing = draw(under_way(JobState.UNKNOWN))
    assert drawing.content == "🎵 Neon rain · outcome unknown · 14 reserved, 42 left"
    assert "reserved, not spent" in (drawing.embed.description or "")
    assert f"until <t:{EXPECTED_STAMP}:t> and tell you either way" in (
        drawing.embed.description or ""
    )
    assert drawing.buttons == ()


def test_a_service_that_is_down_is_told_with_its_time_and_what_it_costs() -> None:
    view = replace(under_way(JobState.QUEUED), down_since=NOW, expected_at=None)
    drawing = draw(view)
    stamp = int(NOW.timestamp())
    told = drawing.embed.description or ""
    assert f"has not answered since <t:{stamp}:R>. Nothing was charged; orders wait" in told
    assert "about" not in drawing.content
    assert [button.verb for button in drawing.buttons] == [Verb.CANCEL]


def test_an_order_that_waits_for_the_operator_to_pay_says_so() -> None:
    view = replace(under_way(JobState.QUEUED), short=True, expected_at=None)
    drawing = draw(view)
    told = drawing.embed.description or ""
    assert "too few credits left at the music service, and was told. Nothing was charged" in told
    assert "about" not in drawing.content
    assert [button.verb for button in drawing.buttons] == [Verb.CANCEL]


def test_a_card_that_waited_through_a_restart_says_so() -> None:
    view = replace(under_way(JobState.RUNNING, Stage.WRITING), restarted_at=NOW)
    told = draw(view).embed.description or ""
    assert f"I was restarted <t:{int(NOW.timestamp())}:R>; nothing was lost" in told


def test_waiting_for_review_can_be_cancelled() -> None:
    drawing = draw(under_way(JobState.AWAITING_REVIEW))
    assert " · waiting for a moderator · " in drawing.content
    assert drawing.buttons == (JobButton(Verb.CANCEL, JOB_ID),)


def test_a_private_card_can_be_brought_up_to_date() -> None:
    drawing = draw_card(under_way(JobState.RUNNING), CardSettings(14, private=True))
    assert drawing.buttons == (JobButton(Verb.REFRESH, JOB_ID),)


def test_the_finished_song_shows_what_it_is_and_what_it_cost() -> None:
    drawing = draw(finished(song(1, seconds=151), song(2, seconds=165.4)))
    assert drawing.content == f"🎵 Neon rain · by <@{ADA.user_id}> · 14 used, 42 left"
    assert [(field.name, field.value) for field in drawing.embed.fields] == [
        ("Style", "synthwave, slow"),
        ("Length", "2:31 and 2:45"),
        ("Model", MODEL),
    ]
    assert drawing.embed.footer.text == f"Made with AI · Reference {JOB_ID}"
    assert [each.file_name for each in drawing.attachments] == [
        "neon-rain-1.mp3",
        "neon-rain-2.mp3",
    ]
    assert drawing.attachments[0].description == (
        "Version 1 of “Neon rain” by Ada, 2:31, made with AI. Style: synthwave, slow"
    )
    assert drawing.buttons == (
        JobButton(Verb.AGAIN, JOB_ID, 14),
        JobButton(Verb.LYRICS, JOB_ID),
        JobButton(Verb.SAVE, JOB_ID),
        JobButton(Verb.ADD_TO_JAM, JOB_ID),
        JobButton(Verb.MORE, JOB_ID),
    )


def test_again_shows_what_it_costs_today() -> None:
    drawing = draw_card(finished(song(1), song(2)), CardSettings(price_again=20))
    assert drawing.buttons[0] == JobButton(Verb.AGAIN, JOB_ID, 20)
    assert "14 used" in drawing.content


def test_an_instrumental_has_no_lyrics_button() -> None:
    markers = tuple(replace(song(number), lyrics="[Instrumental]") for number in (1, 2))
    verbs = [button.verb for button in draw(finished(*markers)).buttons]
    assert verbs == [Verb.AGAIN, Verb.SAVE, Verb.ADD_TO_JAM, Verb.MORE]


def test_a_song_of_a_jam_names_its_authors_and_nobodys_balance() -> None:
    jam = finished(song(1), song(2))
    authors = tuple(Author(UserId(number), f"name {number}") for number in range(1, 21))
    drawing = draw(replace(jam, job=replace(jam.job, jam_id=JamId("abcdefgh12")), authors=authors))
    assert "by <@1>, <@2>, " in drawing.content
    assert "and 8 more" in drawing.content
    assert "left" not in drawing.content
    assert "by name 1, name 2, " in drawing.attachments[0].description
    assert_drawing_fits(drawing)


def test_half_a_result_says_what_was_returned() -> None:
    drawing = draw(finished(song(1), captured=7))
    assert drawing.content == f"🎵 Neon rain · by <@{ADA.user_id}> · 7 used, 42 left"
    assert drawing.embed.description == (
        "> rain on tin\n\n1 of 2 versions failed; here is what succeeded."
        " 7 of 14 credits were returned."
    )
    assert len(drawing.attachments) == 1


@pytest.mark.parametrize("code", list(FailureCode))
def test_every_failure_says_what_happened_and_that_nothing_was_charged(code: FailureCode) -> None:
    drawing = draw(ended(JobState.FAILED, Failure(code, "tags: <b>too</b> long")))
    description = drawing.embed.description or ""
    assert drawing.content.endswith(" · failed · nothing charged, 56 left")
    assert "All credits were returned." in description
    assert "<b>" not in description
    assert drawing.embed.footer.text == f"Reference {JOB_ID}"


def test_failures_differ() -> None:
    texts = {draw(ended(JobState.FAILED, Failure(code))).embed.description for code in FailureCode}
    assert len(texts) == len(FailureCode)


def test_refused_words_are_explained_in_the_service_s_words_and_can_be_changed() -> None:
    failure = Failure(FailureCode.CONTENT_REFUSED, "lyrics match *Yesterday*")
    drawing = draw(ended(JobState.FAILED, failure))
    assert r"It says: “lyrics match \*Yesterday\*”." in (drawing.embed.description or "")
    assert drawing.buttons == (JobButton(Verb.CHANGE, JOB_ID),)


def test_what_was_made_in_a_jam_is_not_changed_by_whoever_ordered_it() -> None:
    view = ended(JobState.FAILED, Failure(FailureCode.CONTENT_REFUSED))
    in_jam = replace(view, job=replace(view.job, jam_id=JamId(JOB_ID)))
    assert draw(in_jam).buttons == ()


@pytest.mark.parametrize(
    ("state", "status"),
    [
        (JobState.CANCELLED, "cancelled"),
        (JobState.REFUSED, "refused"),
        (JobState.TIMED_OUT, "gave up waiting"),
    ],
)
def test_other_ends_are_named(state: JobState, status: str) -> None:
    assert draw(ended(state)).content == f"🎵 Neon rain · {status} · nothing charged, 56 left"


def test_a_cancelled_order_can_be_made_again() -> None:
    assert draw(ended(JobState.CANCELLED)).buttons == (JobButton(Verb.AGAIN, JOB_ID, 14),)


def every_view() -> list[JobView]:
    waiting = [
        under_way(state, stage, place=QueuePlace(3, 7))
        for state, stage in product(
            [
                JobState.QUEUED,
                JobState.AWAITING_REVIEW,
                JobState.SUBMITTING,
                JobState.RUNNING,
                JobState.UNKNOWN,
            ],
            Stage,
        )
    ]
    over = [
        ended(state, Failure(code))
        for state, code in product(
            [JobState.FAILED, JobState.REFUSED, JobState.TIMED_OUT], FailureCode
        )
    ]
    return [
        *waiting,
        *over,
        ended(JobState.CANCELLED),
        finished(song(1)),
        finished(song(1), song(2)),
    ]


@settings(deadline=None)
@given(
    st.sampled_from(every_view()),
    st.one_of(
        st.text(st.characters(codec="utf-8"), max_size=400),
        st.sampled_from(["*" * 6000, "😀" * 6000, "א" * 6000, "\u200b" * 50, "", "\n" * 3000]),
    ),
    st.booleans(),
)
def test_no_text_breaks_a_card(view: JobView, text: str, private: bool) -> None:
    hostile = written_by_a_stranger(view, text)
    drawing = draw_card(hostile, CardSettings(14, private=private))
    assert_drawing_fits(drawing)


@pytest.mark.parametrize("view", every_view(), ids=lambda view: view.job.state)
def test_every_state_is_drawn_whole(view: JobView) -> None:
    assert_drawing_fits(draw(view))


def test_a_deleted_version_is_told_and_its_file_is_gone() -> None:
    drawing = draw(replace(finished(song(2)), deleted_at=NOW))
    assert f"A version was deleted <t:{int(NOW.timestamp())}:R>." in str(drawing.embed.description)
    assert [each.file_name for each in drawing.attachments] == ["neon-rain-2.mp3"]


def test_of_a_song_that_is_deleted_nothing_is_shown() -> None:
    drawing = draw(replace(finished(), deleted_at=NOW))
    assert drawing.content == "🎵 Deleted song"
    assert "rain" not in str(drawing.embed.to_dict()).lower()
    assert (drawing.attachments, drawing.buttons) == ((), ())


def test_the_bar_follows_what_such_songs_took_and_is_never_full_early() -> None:
    running = under_way(JobState.RUNNING, Stage.WRITING)
    asked = running.job.created_at
    expected = asked + timedelta(seconds=100)
    for seconds, bar in {0: "▱▱▱▱▱▱▱▱▱▱", 34: "▰▰▰▱▱▱▱▱▱▱", 99: "▰▰▰▰▰▰▰▰▰▱"}.items():
        as_of = asked + timedelta(seconds=seconds)
        text = draw(replace(running, expected_at=expected, as_of=as_of)).embed.description or ""
        assert f"\n\n{bar}\n✓ queued → **writing** → " in text
    overdue = draw(replace(running, expected_at=None, as_of=expected)).embed.description or ""
    assert "▰▰▰▰▰▰▰▰▰▱" in overdue
    waiting = draw(replace(under_way(), as_of=asked)).embed.description or ""
    assert "▱" not in waiting


def test_every_step_of_an_order_has_its_place_in_the_row() -> None:
    source = Source(song_id=SongId("song"), url="https://files.example/a.mp3", uploaded=True)
    replacing = SectionRequest(source=source, start_seconds=1, end_seconds=2, lyrics="sun")
    clip = Source(song_id=SongId("song"), clip_id=ProviderClipId("c"))
    joining = ExtendRequest(source=clip, from_seconds=1, lyrics="sun")
    running = under_way(JobState.RUNNING, Stage.WAITING).job
    rows = {
        "✓ queued → **bringing in** → writing → first version → both": replace(
            running, request=replacing, step=Step.UPLOAD
        ),
        "✓ queued → ✓ writing → ✓ first version → **joining** → both": replace(
            running, request=joining, step=Step.JOIN
        ),
        "✓ queued → **writing** → first version → joining → both": replace(
            running, request=joining, stage=Stage.WRITING
        ),
        "✓ queued → ✓ writing → ✓ first version → ✓ joining → **both**": replace(
            running, request=joining, step=Step.JOIN, stage=Stage.COLLECTING
        ),
    }
    for row, job in rows.items():
        text = draw(replace(under_way(), job=job)).embed.description or ""
        assert text.endswith(row), row
    between = replace(running, state=JobState.QUEUED, request=joining, step=Step.JOIN)
    between = replace(between, parts=(clip_of_a_part(),))
    assert " · being joined · " in draw(replace(under_way(), job=between)).content


def clip_of_a_part() -> Clip:
    return Clip(ProviderClipId("part"), "Tin", "folk", "", "https://cdn.example/p.mp3", None, 9, "")
