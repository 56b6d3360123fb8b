"""Embeds, with Discord's limits."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from bot.sandbox.wire.validation import Body, problem

MOST_CHARACTERS = 6000
"""Characters of all embeds of one message together."""


def _http(url: str) -> str:
    if not url.startswith(("http://", "https://")):
        raise problem("URL_TYPE_INVALID_SCHEME", "Scheme must be one of ('http', 'https').")
    return url


def _http_or_attachment(url: str) -> str:
    return url if url.startswith("attachment://") else _http(url)


Link = Annotated[str, Field(max_length=2048), AfterValidator(_http)]
Picture = Annotated[str, Field(max_length=2048), AfterValidator(_http_or_attachment)]


class EmbedMedia(Body):
    """A picture of an embed."""

    url: Picture
    description: Annotated[str, Field(max_length=1024)] | None = None


class EmbedAuthor(Body):
    """The line above the title."""

    name: Annotated[str, Field(min_length=1, max_length=256)]
    url: Link | None = None
    icon_url: Picture | None = None


class EmbedFooter(Body):
    """The line below everything."""

    text: Annotated[str, Field(min_length=1, max_length=2048)]
    icon_url: Picture | None = None


class EmbedField(Body):
    """A name and a value."""

    name: Annotated[str, Field(min_length=1, max_length=256)]
    value: Annotated[str, Field(min_length=1, max_length=1024)]
    inline: bool = False


class Embed(Body):
    """An embed as a bot may send it."""

    title: Annotated[str, Field(max_length=256)] | None = None
    description: Annotated[str, Field(max_length=4096)] | None = None
    url: Link | None = None
    color: Annotated[int, Field(ge=0, le=0xFFFFFF)] | None = None
    timestamp: datetime | None = None
    author: EmbedAuthor | None = None
    footer: EmbedFooter | None = None
    image: EmbedMedia | None = None
    thumbnail: EmbedMedia | None = None
    fields: Annotated[list[EmbedField], Field(max_length=25)] | None = None

    def characters(self) -> int:
        """Count what the limit over all embeds counts."""
        texts = [self.title or "", self.description or ""]
        texts.append(self.author.name if self.author is not None else "")
        texts.append(self.footer.text if self.footer is not None else "")
        for field in self.fields or []:
            texts += [field.name, field.value]
        return sum(len(text) for text in texts)

    def empty(self) -> bool:
        """Tell whether there is nothing to show."""
        return not (self.characters() or self.image or self.thumbnail)
