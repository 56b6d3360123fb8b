"""The picture on a finished card: its first song's cover and waveform, also told in words."""

from dataclasses import dataclass, replace
from pathlib import Path

import discord
from discord import Locale

from bot.domain.delivery import JobView
from bot.domain.files import SongFile
from bot.domain.songs import Song
from bot.ui.client import JamboreeClient
from bot.ui.drawing import Drawing
from bot.ui.text import one_line, shorten
from bot.ui.translation import translate
from bot.ui.uploads import MOST_FILES

_TITLE_LIMIT = 80


@dataclass(frozen=True)
class SongPicture:
    """A picture that an embed shows; it is a file of the message all the same."""

    path: Path
    name: str
    """Other for other pictures, so that one knows which one a message has."""
    description: str

    def open(self) -> discord.File:
        """Open it for sending once."""
        return discord.File(self.path, self.name, description=self.description)

    def on(self, drawing: Drawing) -> Drawing:
        """Return a drawing whose embed shows it."""
        embed = drawing.embed.copy().set_image(url=f"attachment://{self.name}")
        return replace(drawing, embed=embed)


async def picture_of(
    client: JamboreeClient, view: JobView, drawing: Drawing, locale: Locale
) -> SongPicture | None:
    """Return the picture for a card that shows songs and has room for one more file.

    A hidden song has none: an embed shows its picture without a click.
    """
    if view.job.spoiler or not view.songs or not 0 < len(drawing.attachments) < MOST_FILES:
        return None
    first = view.songs[0]
    for picture in await client.services.files.pictures_of(view.job.job_id):
        path = client.archive.path_of(picture.file)
        if picture.song_id == first.song_id and path.is_file():
            name = f"picture-{picture.file.content_hash[:16]}.{picture.file.extension}"
            return SongPicture(path, name, _described(first, picture, locale))
    return None


def _described(song: Song, picture: SongFile, locale: Locale) -> str:
    levels = ", ".join(f"{float(level):.0%}" for level in picture.told.split())
    return translate(
        locale,
        "Cover and waveform of “{title}”. How loud it is from its beginning to its end: {levels}.",
        title=shorten(one_line(song.title), _TITLE_LIMIT) or translate(locale, "Untitled"),
        levels=levels or "–",
    )
