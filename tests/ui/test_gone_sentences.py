"""What is said of files that are not there: what happened, what was charged, what to do."""

from datetime import UTC, datetime

import pytest
from discord import Locale

from bot.domain.errors import Refusal
from bot.domain.files import ExportTooLarge, FileGone, GoneReason, NothingToExport, SongFileGone
from bot.domain.ids import SongId
from bot.ui import gone
from bot.ui.sentences import sentence
from tests.support.records import new_job, new_song

SONG = SongId("0123456789")
AT = datetime(2026, 11, 1, tzinfo=UTC)
STAMP = f"<t:{int(AT.timestamp())}:R>"


@pytest.mark.parametrize(
    ("refusal", "told"),
    [
        (SongFileGone(SONG, FileGone(AT, GoneReason.AGE)), (STAMP, "limited time", "/upload")),
        (SongFileGone(SONG, FileGone(AT, GoneReason.SPACE)), (STAMP, "archive was full")),
        (NothingToExport(SONG), ("has no words",)),
        (ExportTooLarge(SONG, 10 * 1024 * 1024, 31_000_000), ("30 MiB", "10 MiB", "MP3")),
    ],
)
def test_a_refusal_says_why_and_that_nothing_was_charged(
    refusal: Refusal, told: tuple[str, ...]
) -> None:
    text = sentence(refusal, Locale.american_english)
    assert "Nothing was charged" in text
    assert all(part in text for part in told)


@pytest.mark.parametrize("reason", GoneReason)
def test_a_card_says_since_when_and_why_a_file_is_gone(reason: GoneReason) -> None:
    song = new_song(new_job())
    text = gone.gone_sentence(song, FileGone(AT, reason), Locale.american_english)
    assert "version 1" in text
    assert STAMP in text
    assert "because" in text
