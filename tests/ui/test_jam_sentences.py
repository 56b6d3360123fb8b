import inspect
from datetime import timedelta

import pytest
from discord import Locale

import bot.ui.reports  # noqa: F401 - fills the table of sentences
from bot.domain.errors import Refusal
from bot.domain.ids import ChannelId, JamId, UserId
from bot.domain.jams import errors
from bot.domain.jams.modes import CHORUS, Deed, JamPhase
from bot.ui.jam_lengths import jam_length
from bot.ui.refusals import JamLengthUnusable, JamRightsMissing
from bot.ui.sentences import has_sentence, sentence
from tests.support.jam_views import NOW

ENGLISH = Locale.american_english
HOSTILE = "**@everyone** `x`"

EVERY = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, Refusal) and kind is not Refusal
]

SAID = [
    (errors.JamFull(5), "All 5 places"),
    (errors.BannedFromJam(HOSTILE), r"\*\*\@everyone\*\* \`x\`"),
    (errors.NotYourTurn(UserId(7), NOW), "It is <@7>'s turn; it ends <t:"),
    (errors.NotYourTurn(None, None), "nobody's turn"),
    (errors.WrongPhase(Deed.VOTE, JamPhase.PROPOSING), "“Proposing”"),
    (errors.WrongPhase(Deed.CONTRIBUTE, JamPhase.DONE), "This jam is over"),
    (errors.ContributionTooLong(CHORUS, 400, 412), "shorten it by 12"),
    (errors.TooManyJams(errors.JamLimit.PER_HOST, 5, NOW), "at most 5 jams in 24 hours"),
    (errors.TooManyJams(errors.JamLimit.AT_ONCE, 1, None), "This server has 1 jam at once"),
    (errors.ThemeUnusable(200, 0), "nothing that one can read"),
    (errors.ThemeUnusable(200, 230), "shorten it by 30"),
    (errors.NoSuchSlot(HOSTILE), r"\*\*\@everyone"),
    (errors.HostGone(UserId(7)), "<@7> was to pay for this jam"),
    (errors.JamNotFound(JamId("abcdefgh12")), "no such jam"),
    (
        JamRightsMissing(("create_public_threads",), ChannelId(7)),
        "*Create Public Threads* is missing",
    ),
    (JamLengthUnusable("5s", 600, 604800), "from 10 minutes to 7 days"),
]


@pytest.mark.parametrize("kind", EVERY)
def test_every_refusal_of_a_jam_has_words_of_its_own(kind: type[Refusal]) -> None:
    assert has_sentence(kind)


@pytest.mark.parametrize(("error", "words"), SAID)
def test_a_refusal_names_what_it_is_about_and_that_nothing_is_lost(
    error: Refusal, words: str
) -> None:
    said = sentence(error, ENGLISH)
    assert words in said
    assert "othing was c" in said


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("30", 1800), ("45s", 45), ("20m", 1200), ("1h 30m", 5400), (" 2 days ", 172800)],
)
def test_a_length_is_read_as_people_write_it(text: str, seconds: int) -> None:
    assert jam_length(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "soon", "-5", "٣", "1e3", "99999999s"])
def test_what_says_no_length_is_refused(text: str) -> None:
    with pytest.raises(JamLengthUnusable):
        jam_length(text)
