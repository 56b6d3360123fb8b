"""What a command is to work on: a song of ours, an attached file or a link."""

import discord
from discord.app_commands import Choice

from bot.domain.songs import Engine
from bot.domain.sources import Source, SourceMissing
from bot.ui.client import Interaction
from bot.ui.refusals import SeveralSources
from bot.ui.song_choice import chosen_song

_MOST_CHOICES = 25


async def chosen_source(
    interaction: Interaction,
    song: str | None = None,
    file: discord.Attachment | None = None,
    link: str | None = None,
) -> Source:
    """Return what was chosen. Files and links are not looked at yet.

    The address that Discord gives an attached file is good for about a day, longer than an order
    may wait.

    Raises:
        SourceMissing: nothing was chosen.
        SeveralSources: more than one was.
        SongNotFound, SongDeleted: there is no such song that this person may use here.
    """
    given = [each for each in (song, file, link) if each]
    if len(given) > 1:
        raise SeveralSources
    if song:
        return Source.of_song((await chosen_song(interaction, song)).song_id)
    if file is not None:
        return source_of_file(file)
    if link:
        return Source.of_link(link.strip())
    raise SourceMissing


def source_of_file(file: discord.Attachment) -> Source:
    """Return an attached file, called as whoever attached it calls it."""
    # Discord takes blanks and umlauts out of names, and tells the old one as a title.
    return Source.of_link(file.url, file_name=file.title or file.filename)


async def suggest_models(interaction: Interaction, current: str) -> list[Choice[str]]:
    """Suggest the models whose names contain what is typed, newest first.

    Where an engine was chosen before, only its models; autocomplete gets that as it was typed.
    """
    chosen = getattr(interaction.namespace, "engine", None)
    engine = Engine.PRODUCER if chosen == Engine.PRODUCER.value else Engine.SONIC
    models = interaction.client.services.generation.models_of(engine)
    matching = [model for model in models if current.casefold() in model.casefold()]
    return [Choice(name=model, value=model) for model in matching[:_MOST_CHOICES]]
