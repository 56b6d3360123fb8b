"""Reading the catalogue's files."""

import tomllib
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

from pydantic import ValidationError

from bot.domain.catalogue import Catalogue
from bot.domain.errors import SetupError
from bot.provider.catalogue.schema import CatalogueFile


def load_catalogue(own_file: Path | None = None) -> Catalogue:
    """Return the catalogue: the package's defaults, with the operator's file laid over them.

    Tables are merged key by key; any other value of the operator's file replaces the default.

    Raises:
        SetupError: the operator's file cannot be read, is not TOML, or says something that the
            catalogue does not know.
    """
    defaults = tomllib.loads(
        resources.files(__package__).joinpath("defaults.toml").read_text(encoding="utf-8")
    )
    if own_file is None:
        return CatalogueFile.model_validate(defaults).catalogue()
    merged = _laid_over(defaults, _read(own_file))
    try:
        return CatalogueFile.model_validate(merged).catalogue()
    except ValidationError as error:
        raise SetupError(
            f"The catalogue file {own_file} is wrong: {_first_finding(error)}."
        ) from None


def _read(own_file: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(own_file.read_text(encoding="utf-8"))
    except OSError as error:
        raise SetupError(
            f"The catalogue file {own_file} cannot be read: {error.strerror}."
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SetupError(f"The catalogue file {own_file} is not valid TOML: {error}.") from None


def _laid_over(defaults: Mapping[str, object], own: Mapping[str, object]) -> dict[str, object]:
    merged = dict(defaults)
    for key, value in own.items():
        default = merged.get(key)
        if isinstance(default, dict) and isinstance(value, dict):
            merged[key] = _laid_over(default, value)
        else:
            merged[key] = value
    return merged


def _first_finding(error: ValidationError) -> str:
    finding = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in finding["loc"] if part != "[key]")
    problem = {"extra_forbidden": "this key is unknown", "missing": "this is missing"}.get(
        finding["type"], finding["msg"].removeprefix("Value error, ")
    )
    return f"{place}: {problem}" if place else problem
