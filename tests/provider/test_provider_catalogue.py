"""The catalogue's files: what they say, and what is refused of them."""

from pathlib import Path

import pytest

from bot.domain.catalogue import canonical_model
from bot.domain.errors import SetupError
from bot.domain.operations import Family, Operation
from bot.provider import load_catalogue


def test_every_operation_has_an_offer() -> None:
    assert set(load_catalogue().offers) == set(Operation)


def test_retired_and_unavailable_operations_are_off_and_all_others_on() -> None:
    off = {name for name, offer in load_catalogue().offers.items() if not offer.enabled}
    retired = {
        operation for operation in Operation if operation.family in {Family.NURO, Family.RIFFUSION}
    }
    unavailable = {
        Operation.PERSONA,
        Operation.PRODUCER_UPLOAD,
        Operation.PRODUCER_DOWNLOAD,
    }
    assert off == retired | unavailable
    assert all(load_catalogue().offers[operation].withdrawn for operation in off)


@pytest.mark.parametrize(
    ("operation", "model", "own_lyrics", "cost"),
    [
        (Operation.CREATE, "sonic-v6", True, 14),
        (Operation.CREATE, "sonic-v4", False, 14),
        (Operation.CREATE, "sonic-v4", True, 10),
        (Operation.CREATE, "chirp-v3-5", True, 10),
        (Operation.MASHUP, "sonic-v4-5-all", True, 14),
        (Operation.EXTEND, "sonic-v6", False, 10),
        (Operation.CONCAT, "", False, 2),
        (Operation.STEMS_BASIC, "", False, 20),
        (Operation.STEMS_FULL, "", False, 50),
        (Operation.CREATE_VOICE, "", False, 4),
        (Operation.GET_MUSIC, "", False, 0),
    ],
)
def test_costs_are_the_documented_ones(
    operation: Operation, model: str, own_lyrics: bool, cost: int
) -> None:
    assert load_catalogue().cost(operation, model, own_lyrics=own_lyrics) == cost


def test_limits_follow_the_model() -> None:
    catalogue = load_catalogue()
    modern, classic = catalogue.models["sonic-v6"].limits, catalogue.models["sonic-v4"].limits
    assert (modern.prompt, modern.tags, modern.title, modern.description) == (5000, 1000, 80, 400)
    assert (classic.prompt, classic.tags, classic.title, classic.description) == (
        3000,
        200,
        80,
        400,
    )


def test_models_that_an_operation_takes() -> None:
    catalogue = load_catalogue()
    created_with = [model.name for model in catalogue.models_for(Operation.CREATE)]
    assert created_with[0] == "sonic-v6"
    assert "sonic-v4-5-all" not in created_with
    assert "sonic-v4-5-all" in [model.name for model in catalogue.models_for(Operation.MASHUP)]
    assert [model.name for model in catalogue.models_for(Operation.ADD_VOCALS)] == [
        "sonic-v5-5",
        "sonic-v5",
        "sonic-v4-5-plus",
    ]
    assert catalogue.default_for(Operation.CREATE).name == "sonic-v6"
    assert catalogue.default_for(Operation.ADD_VOCALS).name == "sonic-v5-5"
    assert catalogue.default_for(Operation.PRODUCER_CREATE).name == "FUZZ-2.0"


def test_both_spellings_name_the_same_model() -> None:
    assert load_catalogue().model("chirp-v5-5") == load_catalogue().model("sonic-v5-5")
    assert load_catalogue().model("chirp-v99") is None
    assert canonical_model("chirp-v5") == canonical_model("sonic-v5") == "sonic-v5"


def test_an_operator_overrides_parts(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        'default_model = "sonic-v7"\n'
        "[families]\nnuro = true\nproducer = false\n"
        '[models.sonic-v7]\nlabel = "v7"\nlimits = "modern"\n'
        "[operations.create]\ncost = 21\n"
        "[limits.modern]\ntitle = 100\n"
    )
    catalogue = load_catalogue(own)
    assert catalogue.default_model == "sonic-v7"
    assert catalogue.cost(Operation.CREATE, "sonic-v7") == 21
    assert catalogue.offers[Operation.CREATE].songs == 2
    assert catalogue.models["sonic-v7"].limits.title == 100
    assert catalogue.models["sonic-v7"].limits.prompt == 5000
    assert catalogue.offers[Operation.NURO_VOCAL].enabled
    assert not catalogue.offers[Operation.PRODUCER_CREATE].enabled


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("colour = 1", "colour: this key is unknown"),
        ("[operations.create]\nprice = 3", "operations.create.price: this key is unknown"),
        ("[operations.sing]\ncost = 3", "operations.sing"),
        ("[operations.create]\ncost = -1", "operations.create.cost"),
        ('[operations.create]\nmodels = ["sonic-v9"]', "unknown model 'sonic-v9'"),
        ('[models.sonic-v9]\nlabel = "v9"', "models.sonic-v9.limits: this is missing"),
        ('[models.sonic-v9]\nlabel = "v9"\nlimits = "odd"', "unknown limits 'odd'"),
        ('default_model = "sonic-v9"', "default_model is the unknown model 'sonic-v9'"),
        ("default_model = ", "not valid TOML"),
        ("[spans]\nweight = [1, 0]", "span weight ends before it begins"),
        ("[caps]\npersona_name = 0", "caps.persona_name"),
        ("[families]\nsonic = 7", "families.sonic"),
    ],
)
def test_a_wrong_file_is_told_in_one_sentence(tmp_path: Path, text: str, complaint: str) -> None:
    own = tmp_path / "own.toml"
    own.write_text(text)
    with pytest.raises(SetupError) as raised:
        load_catalogue(own)
    assert complaint in raised.value.sentence
    assert str(own) in raised.value.sentence
    assert "\n" not in raised.value.sentence


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="cannot be read"):
        load_catalogue(tmp_path / "absent.toml")
