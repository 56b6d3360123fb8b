from discord.ui import Label, TextInput

from bot.domain.songs import SongRequest
from bot.ui.drafts import Draft
from bot.ui.form_prices import FormPrice
from bot.ui.forms import SongForm, is_song_form
from bot.ui.translation import DEFAULT_LOCALE
from tests.support.orders import ADA, MODEL

CUSTOM_ID = "v1:song:usual:7k2m9qx4td"


def form(title: str = "", lyrics: str = "", idea: str = "") -> SongForm:
    request = SongRequest(model=MODEL, title=title, lyrics=lyrics, idea=idea)
    draft = Draft(ADA.user_id, request, private=False)
    return SongForm(CUSTOM_ID, draft, FormPrice(10, 14), DEFAULT_LOCALE)


def inputs(of: SongForm) -> dict[str, TextInput[SongForm]]:
    found: dict[str, TextInput[SongForm]] = {}
    for label in of.children:
        assert isinstance(label, Label)
        assert len(label.text) <= 45
        assert len(label.description or "") <= 100
        assert isinstance(label.component, TextInput)
        found[label.component.custom_id] = label.component
    return found


async def test_the_form_keeps_to_discord_s_limits() -> None:
    song_form = form()
    assert len(song_form.title) <= 45
    assert song_form.title == "A new song · 10 to 14"
    assert list(inputs(song_form)) == ["title", "style", "exclude", "lyrics", "idea"]
    assert not any(item.required for item in inputs(song_form).values())
    assert [item.max_length for item in inputs(song_form).values()] == [80, 1000, 1000, 4000, 400]


async def test_a_text_that_was_too_long_fits_in_to_be_shortened() -> None:
    song_form = form(title="t" * 200, idea="😀" * 500)
    for name, value in (("title", "t" * 200), ("idea", "😀" * 500)):
        item = inputs(song_form)[name]
        assert item.default == value
        assert item.max_length is not None
        assert item.max_length >= len(value.encode("utf-16-le")) // 2


async def test_what_no_input_holds_is_left_out() -> None:
    assert list(inputs(form(lyrics="x" * 4001))) == ["title", "style", "exclude", "idea"]


async def test_discord_py_does_not_remember_the_form() -> None:
    assert form().is_finished()


def test_forms_are_known_by_their_custom_id() -> None:
    assert is_song_form(CUSTOM_ID)
    assert not is_song_form("v0:song:usual:7k2m9qx4td")
