"""The service's models, limits and costs, read from `defaults.toml` and the operator's own file."""

from bot.provider.catalogue.loading import load_catalogue

__all__ = ["load_catalogue"]
