"""Components of messages and forms, with Discord's limits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from bot.sandbox.wire.controls import (
    Button,
    Component,
    EntitySelect,
    Select,
    StringSelect,
    component_tag,
)
from bot.sandbox.wire.validation import Body, problem

MOST_COMPONENTS = 40
"""Components in one message, nested ones included."""

MOST_TEXT = 4000
"""Characters in all text displays of one message together."""


class ActionRow(Component):
    """Type 1: five buttons or one select."""

    type: Literal[1]
    components: Annotated[
        list[
            Annotated[
                Annotated[Button, Tag("<button>")]
                | Annotated[StringSelect, Tag("<string select>")]
                | Annotated[EntitySelect, Tag("<entity select>")],
                Discriminator(component_tag),
            ]
        ],
        Field(min_length=1, max_length=5),
    ]

    @model_validator(mode="after")
    def _fits(self) -> ActionRow:
        selects = sum(not isinstance(item, Button) for item in self.components)
        if selects and len(self.components) > 1:
            raise problem(
                "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
                "The specified component exceeds the maximum width",
            )
        return self


class TextDisplay(Component):
    """Type 10."""

    type: Literal[10]
    content: Annotated[str, Field(min_length=1, max_length=MOST_TEXT)]


class Media(Body):
    """A picture, video or file by address or attachment."""

    url: Annotated[str, Field(min_length=1, max_length=2048)]

    @model_validator(mode="after")
    def _scheme(self) -> Media:
        if not self.url.startswith(("http://", "https://", "attachment://")):
            raise problem(
                "URL_TYPE_INVALID_SCHEME",
                "Scheme must be one of ('http', 'https', 'attachment').",
            )
        return self


class Thumbnail(Component):
    """Type 11."""

    type: Literal[11]
    media: Media
    description: Annotated[str, Field(max_length=1024)] | None = None
    spoiler: bool = False


class Section(Component):
    """Type 9: one to three texts beside a button or picture."""

    type: Literal[9]
    components: Annotated[list[TextDisplay], Field(min_length=1, max_length=3)]
    accessory: Annotated[
        Annotated[Button, Tag("<button>")] | Annotated[Thumbnail, Tag("<thumbnail>")],
        Discriminator(component_tag),
    ]


class GalleryItem(Body):
    """One picture or video of a gallery."""

    media: Media
    description: Annotated[str, Field(max_length=1024)] | None = None
    spoiler: bool = False


class MediaGallery(Component):
    """Type 12."""

    type: Literal[12]
    items: Annotated[list[GalleryItem], Field(min_length=1, max_length=10)]


class FileDisplay(Component):
    """Type 13: a file of the message, for download."""

    type: Literal[13]
    file: Media
    spoiler: bool = False

    @model_validator(mode="after")
    def _attached(self) -> FileDisplay:
        if not self.file.url.startswith("attachment://"):
            raise problem("URL_TYPE_INVALID_SCHEME", "Scheme must be one of ('attachment',).")
        return self


class Separator(Component):
    """Type 14."""

    type: Literal[14]
    divider: bool = True
    spacing: Literal[1, 2] = 1


InContainer = Annotated[
    Annotated[ActionRow, Tag("<row>")]
    | Annotated[Section, Tag("<section>")]
    | Annotated[TextDisplay, Tag("<text>")]
    | Annotated[MediaGallery, Tag("<gallery>")]
    | Annotated[FileDisplay, Tag("<file>")]
    | Annotated[Separator, Tag("<separator>")],
    Discriminator(component_tag),
]


class Container(Component):
    """Type 17."""

    type: Literal[17]
    components: Annotated[list[InContainer], Field(min_length=1, max_length=MOST_COMPONENTS)]
    accent_color: Annotated[int, Field(ge=0, le=0xFFFFFF)] | None = None
    spoiler: bool = False


MessageComponent = Annotated[
    Annotated[ActionRow, Tag("<row>")]
    | Annotated[Section, Tag("<section>")]
    | Annotated[TextDisplay, Tag("<text>")]
    | Annotated[MediaGallery, Tag("<gallery>")]
    | Annotated[FileDisplay, Tag("<file>")]
    | Annotated[Separator, Tag("<separator>")]
    | Annotated[Container, Tag("<container>")],
    Discriminator(component_tag),
]
"""What may stand at the top of a message."""


def walk(components: Sequence[Component]) -> Iterator[Component]:
    """Give components and everything inside them, in order."""
    for component in components:
        yield component
        match component:
            case ActionRow() | Container():
                yield from walk(component.components)
            case Section():
                yield from walk(component.components)
                yield component.accessory
            case _:
                pass


def custom_id(component: Component) -> str | None:
    """Give the custom id of a button or select."""
    match component:
        case Button():
            return component.custom_id
        case Select():
            return component.custom_id
        case _:
            return None


def media_urls(component: Component) -> Iterator[str]:
    """Give the addresses a component shows."""
    match component:
        case Thumbnail():
            yield component.media.url
        case MediaGallery():
            for item in component.items:
                yield item.media.url
        case FileDisplay():
            yield component.file.url
        case _:
            return
