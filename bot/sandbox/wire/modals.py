"""Forms (modals) and what stands in them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from bot.sandbox.wire.components import TextDisplay
from bot.sandbox.wire.controls import (
    Component,
    CustomId,
    EntitySelect,
    StringSelect,
    TextInput,
    component_tag,
)
from bot.sandbox.wire.validation import Body, problem


class GroupOption(Body):
    """One choice of a radio or checkbox group."""

    label: Annotated[str, Field(min_length=1, max_length=100)]
    value: Annotated[str, Field(min_length=1, max_length=100)]
    description: Annotated[str, Field(max_length=100)] | None = None
    default: bool = False


class ChoiceGroup(Component):
    """Types 21 (radio) and 22 (checkboxes)."""

    type: Literal[21, 22]
    custom_id: CustomId
    options: Annotated[list[GroupOption], Field(min_length=1, max_length=10)]
    min_values: Annotated[int, Field(ge=0, le=10)] | None = None
    max_values: Annotated[int, Field(ge=1, le=10)] | None = None
    required: bool = True

    @model_validator(mode="after")
    def _enough(self) -> ChoiceGroup:
        if self.type == 21 and len(self.options) < 2:
            raise problem("BASE_TYPE_MIN_LENGTH", "Must be 2 or more in length.")
        return self


class Checkbox(Component):
    """Type 23."""

    type: Literal[23]
    custom_id: CustomId
    default: bool = False


class FileUpload(Component):
    """Type 19."""

    type: Literal[19]
    custom_id: CustomId
    min_values: Annotated[int, Field(ge=0, le=10)] = 1
    max_values: Annotated[int, Field(ge=1, le=10)] = 1
    required: bool = True


class Label(Component):
    """Type 18: one input with its label."""

    type: Literal[18]
    label: Annotated[str, Field(min_length=1, max_length=45)]
    description: Annotated[str, Field(max_length=100)] | None = None
    component: Annotated[
        Annotated[TextInput, Tag("<text input>")]
        | Annotated[StringSelect, Tag("<string select>")]
        | Annotated[EntitySelect, Tag("<entity select>")]
        | Annotated[FileUpload, Tag("<upload>")]
        | Annotated[ChoiceGroup, Tag("<group>")]
        | Annotated[Checkbox, Tag("<checkbox>")],
        Discriminator(component_tag),
    ]


class InputRow(Component):
    """Type 1 in a form: the older way to hold one text input."""

    type: Literal[1]
    components: Annotated[list[TextInput], Field(min_length=1, max_length=1)]

    @model_validator(mode="after")
    def _labelled(self) -> InputRow:
        if self.components[0].label is None:
            raise problem("BASE_TYPE_REQUIRED", "This field is required")
        return self


ModalComponent = Annotated[
    Annotated[InputRow, Tag("<row>")]
    | Annotated[Label, Tag("<label>")]
    | Annotated[TextDisplay, Tag("<text>")],
    Discriminator(component_tag),
]


Input = TextInput | StringSelect | EntitySelect | FileUpload | ChoiceGroup | Checkbox


class Modal(Body):
    """A form."""

    custom_id: CustomId
    title: Annotated[str, Field(min_length=1, max_length=45)]
    components: Annotated[list[ModalComponent], Field(min_length=1, max_length=5)]

    def inputs(self) -> list[Input]:
        """Give the inputs in order."""
        found: list[Input] = []
        for component in self.components:
            match component:
                case InputRow():
                    found += component.components
                case Label():
                    found.append(component.component)
                case _:
                    pass
        return found

    @model_validator(mode="after")
    def _distinct(self) -> Modal:
        ids = [item.custom_id for item in self.inputs()]
        if len(set(ids)) != len(ids):
            raise problem(
                "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated"
            )
        return self
