"""Taking a song apart into its tracks."""

from __future__ import annotations

from bot.studio.catalogue import Clip
from bot.studio.operations import sources
from bot.studio.products import Job, Order, Product
from bot.studio.requests import HookedBody
from bot.studio.sound.renderer import track_names
from bot.studio.workshop import Workshop


class StemsBody(HookedBody):
    """``POST /sonic/stems/basic`` and ``/full``."""

    clip_id: str | None = None


def _stem(clip: Clip, names: tuple[str, ...], label: str) -> Product:
    return Product(
        f"{clip.title} - {label.title()}",
        clip.tags,
        clip.lyrics,
        clip.score,
        clip.plan,
        clip.clip_id,
        stem=names,
        stem_type=label,
    )


def stems_basic(shop: Workshop, body: StemsBody) -> Job:
    """Two tracks: the voices, and everything else."""
    clip = sources.clip_for(shop, body.clip_id, name="clip_id")

    def make() -> list[Product]:
        names = track_names(clip.score)
        voices = tuple(name for name, role in names.items() if role.is_sung)
        band = tuple(name for name, role in names.items() if not role.is_sung)
        return [_stem(clip, voices, "vocals"), _stem(clip, band, "instrumental")]

    return Job(Order.hooked("stems_basic", shop.config.prices.stems_basic, clip.mv, body), make)


def stems_full(shop: Workshop, body: StemsBody) -> Job:
    """Every track there is, each labelled with what it does in the band."""
    clip = sources.clip_for(shop, body.clip_id, name="clip_id")

    def make() -> list[Product]:
        names = track_names(clip.score)
        roles = list(names.values())
        numbers: dict[str, int] = {}
        products = []
        for name, role in names.items():
            numbers[role] = numbers.get(role, 0) + 1
            several = roles.count(role) > 1
            label = f"{role.value} {numbers[role]}" if several else role.value
            products.append(_stem(clip, (name,), label))
        return products

    return Job(Order.hooked("stems_full", shop.config.prices.stems_full, clip.mv, body), make)
