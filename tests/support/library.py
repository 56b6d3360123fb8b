"""What tests of the library do and see, on a stage."""

from dataclasses import replace

from bot.domain.songs import Song
from tests.support.orders import clip
from tests.support.sandbox import Answer
from tests.support.sandbox_views import SeenMessage
from tests.support.stage import Stage


async def use(stage: Stage, name: str, member: str = "ada", **options: str | bool) -> Answer:
    """Use a command about songs."""
    return await stage.driver.command(
        member=member, channel="songs", name=f"song {name}", options=options
    )


async def refused(stage: Stage, name: str, member: str = "ada", **options: str | bool) -> str:
    """Use a command that has to be refused, privately."""
    answer = await use(stage, name, member, **options)
    assert answer.message.ephemeral
    assert "-# Reference " in answer.message.content
    return answer.message.content


async def made(
    stage: Stage, member: str = "ada", *, title: str = "Rain on tin", private: bool = False
) -> tuple[SeenMessage, tuple[Song, ...]]:
    """Order and finish a song; its card is drawn as the courier would."""
    card = await stage.order(member, private=private)
    named = [replace(clip(number), title=title) for number in (1, 2)]
    view = await stage.finish(card, *named)
    await stage.show(card)
    return card, view.songs


async def suggested(stage: Stage, text: str, member: str = "ada") -> list[str]:
    """Return the ids of the songs that are suggested while someone types."""
    choices = await stage.driver.autocomplete(
        member=member, channel="songs", name="song show", option="song", text=text
    )
    return [str(choice.value) for choice in choices]


async def shown_again(stage: Stage, member: str, song: Song) -> SeenMessage:
    """Show a song once more and return its card."""
    answer = await use(stage, "show", member, song=song.song_id)
    return await stage.driver.settled(answer.message)


def names_of(message: SeenMessage) -> list[str]:
    """Return the names of a message's files."""
    return [file.filename for file in message.attachments]


def description_of(message: SeenMessage) -> str:
    """Return the text of a message's first embed."""
    return message.embeds[0].description or ""


def fields_of(message: SeenMessage) -> dict[str, str]:
    """Return the fields of a message's first embed by their names."""
    return {field.name: field.value for field in message.embeds[0].fields}
