import inspect

import pytest
from discord import Locale

from bot.domain import errors
from bot.domain.errors import Field, Refusal
from bot.domain.ids import ChannelId, JobId
from bot.ui import refusals
from bot.ui.fitting import MESSAGE_LIMIT
from bot.ui.sentences import field_name, has_sentence, sentence, with_reference
from tests.support.discord_objects import units

ENGLISH = Locale.american_english
JOB = JobId("7k2m9qx4td")


def every_refusal() -> list[type[Refusal]]:
    return [
        kind
        for module in (errors, refusals)
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, Refusal) and kind is not Refusal
    ]


@pytest.mark.parametrize("kind", every_refusal())
def test_every_refusal_has_words_of_its_own(kind: type[Refusal]) -> None:
    assert has_sentence(kind)


def test_a_fault_gets_an_apology_that_tells_nothing_of_its_inside() -> None:
    apology = sentence(RuntimeError("password=hunter2"), ENGLISH)
    assert apology.startswith("Something went wrong on my side.")
    assert "hunter2" not in apology
    assert not has_sentence(RuntimeError)


SENTENCES = [
    (
        errors.NotEnoughCredits(needed=14, available=4),
        (
            "This costs 14 credits and you have 4. Nothing was charged;"
            " /credits balance shows where yours went, and a moderator can grant more."
        ),
    ),
    (
        errors.TextTooLong(Field.LYRICS, limit=5000, given=5012),
        (
            "The text for lyrics has 5012 characters, and the music service takes at most 5000."
            " Nothing was charged; shorten it by 12."
        ),
    ),
    (
        errors.ConflictingFields(Field.VOICE, Field.INSTRUMENTAL),
        ("Voice and instrumental exclude each other. Nothing was charged; leave one of them out."),
    ),
    (
        errors.UnknownChoice(Field.MODEL, "<@1>`x`", ("sonic-v6", "sonic-v5")),
        (
            r"There is no model “\<\@1\>\`x\`”. Nothing was charged;"
            " choose one of: sonic-v6, sonic-v5."
        ),
    ),
    (
        errors.ValueOutOfRange(Field.WEIRDNESS, 0.0, 1.0, 1.5),
        (
            "Weirdness has to be from 0 to 100, and 150 is not. Nothing was charged;"
            " choose another value."
        ),
    ),
    (
        refusals.MissingRights(("attach_files", "embed_links"), ChannelId(5)),
        (
            "I could not deliver a song in <#5>: *Attach Files*, *Embed Links* is missing for me"
            " there. Nothing was charged; ask a moderator to allow it, or order in another channel."
        ),
    ),
]


@pytest.mark.parametrize(("error", "text"), SENTENCES, ids=lambda value: type(value).__name__)
def test_sentences_name_the_figures(error: Exception, text: str) -> None:
    assert sentence(error, ENGLISH) == text


def test_too_late_tells_over_from_under_way() -> None:
    over = sentence(errors.TooLateToCancel(JOB, over=True), ENGLISH)
    under_way = sentence(errors.TooLateToCancel(JOB, over=False), ENGLISH)
    assert over != under_way
    assert "cannot call it back" in under_way


def test_a_reference_stands_in_small_print() -> None:
    assert with_reference("Sorry.", "7k2m9q", ENGLISH) == "Sorry.\n-# Reference 7k2m9q"


@pytest.mark.parametrize("count", [2, 25, 300])
@pytest.mark.parametrize("name", ["*" * 78, "😀" * 38, "low"], ids=["marked", "wide", "short"])
def test_choices_are_named_as_far_as_one_can_read(name: str, count: int) -> None:
    names = tuple(f"{name}{number:02}" for number in range(count))
    told = sentence(errors.UnknownChoice(Field.VOICE, "*" * 200, names), ENGLISH)
    assert "00, " in told
    assert units(told) < 1400
    if f"{count - 1:02}." not in told:
        assert told.endswith(", ….")


def test_the_reference_stays_whatever_is_said() -> None:
    told = with_reference(r"\*" * 1500, "7k2m9q", ENGLISH)
    assert units(told) <= MESSAGE_LIMIT
    assert told.endswith(r"\*…" + "\n-# Reference 7k2m9q")


@pytest.mark.parametrize("field", list(Field))
def test_every_field_has_a_name(field: Field) -> None:
    assert field_name(field, ENGLISH)
