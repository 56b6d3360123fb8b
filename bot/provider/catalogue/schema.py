"""The shape of the catalogue's file. An unknown key anywhere is an error."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.domain.catalogue import Bounds, Cap, Catalogue, Model, Offer, Product, Span, TextLimits
from bot.domain.operations import Family, Operation

Count = Annotated[int, Field(gt=0)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LimitsPart(_Part):
    """The most characters of each text."""

    prompt: Count
    tags: Count
    negative_tags: Count
    title: Count
    description: Count


class ModelPart(_Part):
    """One model; `limits` names one of the file's sets of limits."""

    label: str = Field(min_length=1)
    limits: str
    product: Product = Product.SONIC
    current: bool = True
    voice_choice: bool = True
    remaster_strength: bool = False
    cheap_with_own_lyrics: bool = False
    only_for: frozenset[Operation] = frozenset()


class OperationPart(_Part):
    """One operation; without `cost_with_own_lyrics` that cost is the usual one."""

    cost: int = Field(ge=0)
    cost_with_own_lyrics: int | None = Field(default=None, ge=0)
    songs: int = Field(default=0, ge=0)
    enabled: bool = True
    withdrawn: bool = False
    models: tuple[str, ...] = ()


class CatalogueFile(_Part):
    """The whole file."""

    default_model: str
    caps: dict[Cap, Count]
    spans: dict[Span, tuple[float, float]]
    families: dict[Family, bool]
    limits: dict[str, LimitsPart]
    models: dict[str, ModelPart]
    operations: dict[Operation, OperationPart]

    @model_validator(mode="after")
    def _names_are_known(self) -> Self:
        for name, model in self.models.items():
            if model.limits not in self.limits:
                raise ValueError(f"model {name} has the unknown limits {model.limits!r}")
        for operation, part in self.operations.items():
            for name in part.models:
                if name not in self.models:
                    raise ValueError(f"operation {operation} has the unknown model {name!r}")
        for span, (lowest, highest) in self.spans.items():
            if not lowest <= highest:
                raise ValueError(f"span {span} ends before it begins")
        if self.default_model not in self.models:
            raise ValueError(f"default_model is the unknown model {self.default_model!r}")
        return self

    def catalogue(self) -> Catalogue:
        """Return what the file says, in the domain's words."""
        return Catalogue(
            default_model=self.default_model,
            models={name: self._model(name, part) for name, part in self.models.items()},
            offers={
                operation: Offer(
                    operation=operation,
                    enabled=part.enabled and self.families[operation.family],
                    withdrawn=part.withdrawn,
                    cost=part.cost,
                    cost_with_own_lyrics=(
                        part.cost
                        if part.cost_with_own_lyrics is None
                        else part.cost_with_own_lyrics
                    ),
                    songs=part.songs,
                    models=part.models,
                )
                for operation, part in self.operations.items()
            },
            caps=self.caps,
            spans={span: Bounds(lowest, highest) for span, (lowest, highest) in self.spans.items()},
        )

    def _model(self, name: str, part: ModelPart) -> Model:
        limits = self.limits[part.limits]
        return Model(
            name=name,
            label=part.label,
            product=part.product,
            current=part.current,
            limits=TextLimits(
                prompt=limits.prompt,
                tags=limits.tags,
                negative_tags=limits.negative_tags,
                title=limits.title,
                description=limits.description,
            ),
            voice_choice=part.voice_choice,
            remaster_strength=part.remaster_strength,
            cheap_with_own_lyrics=part.cheap_with_own_lyrics,
            only_for=part.only_for,
        )
