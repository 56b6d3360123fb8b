"""The gallery's page in the documentation, made from its chapters."""

from collections.abc import Mapping
from pathlib import Path

from tests.browser.gallery import (
    hindrances,
    jams,
    keeping,
    making,
    moderating,
    people,
    server,
    states,
)
from tests.browser.gallery.album import Chapter, Picture

GALLERY = Path(__file__).parents[3] / "docs" / "gallery.md"

CHAPTERS: Mapping[str, Chapter] = {
    "making": making.CHAPTER,
    "states": states.CHAPTER,
    "hindrances": hindrances.CHAPTER,
    "jams": jams.CHAPTER,
    "keeping": keeping.CHAPTER,
    "people": people.CHAPTER,
    "server": server.CHAPTER,
    "moderating": moderating.CHAPTER,
}
"""Every chapter by the name of its module."""


def pictures() -> tuple[Picture, ...]:
    """Return every picture there is."""
    return tuple(picture for chapter in CHAPTERS.values() for picture in chapter.pictures)


def gallery_text() -> str:
    """Return the page as it stands in the documentation."""
    parts = [
        "# Gallery\n",
        (
            "What members, moderators and managers see, taken from the sandbox's page by"
            " `make screenshots`. A test holds this page to the commands and forms that there"
            " are.\n"
        ),
    ]
    for chapter in CHAPTERS.values():
        parts.append(f"## {chapter.title}\n")
        parts += [_entry(picture) for picture in chapter.pictures]
    return "\n".join(parts)


def _entry(picture: Picture) -> str:
    shown = " · ".join(f"`{name}`" for name in picture.shows)
    heading = f"### {picture.title}\n"
    image = f"![{picture.title}](images/gallery/{picture.name}.png)\n"
    return "\n".join([heading, *([f"{shown}\n"] if shown else []), image])
