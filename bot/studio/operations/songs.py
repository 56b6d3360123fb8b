"""New songs, sung by anybody or by a persona."""

from __future__ import annotations

from dataclasses import replace

from bot.studio import requests, songwriter
from bot.studio.errors import invalid
from bot.studio.models import Model
from bot.studio.products import Job, Order, Product
from bot.studio.requests import CreateBody, SongBody
from bot.studio.workshop import Workshop

VERSIONS = (1, 2)
"""A task makes two versions of a song."""


def song_price(shop: Workshop, chosen: Model, body: SongBody) -> int:
    """What a new song costs: early models with own lyrics are cheaper."""
    prices = shop.config.prices
    return prices.song_legacy_custom if chosen.is_early and body.custom_mode else prices.song


def checked(shop: Workshop, body: SongBody, *, sampling: bool = False) -> Model:
    """The checks that every request for a song goes through.

    Raises ApiError; answers with the model.
    """
    chosen = requests.known_model(body.mv, sampling=sampling)
    requests.check_words(body)
    requests.check_texts(body, chosen)
    requests.check_hook(body, allow_loopback=shop.config.allow_loopback_http)
    requests.check_content(body, shop.config.refused_words)
    return chosen


def product_of(draft: songwriter.Draft) -> Product:
    """A written song as a product."""
    return Product(draft.title, draft.tags, draft.lyrics, draft.score, draft.plan)


def create_music(shop: Workshop, body: CreateBody) -> Job:
    """A song out of words."""
    chosen = checked(shop, body)
    salt = shop.salt
    return Job(
        Order.hooked("create_music", song_price(shop, chosen, body), chosen.name, body),
        lambda: [product_of(songwriter.new_song(body, salt, version)) for version in VERSIONS],
        body,
    )


def persona_music(shop: Workshop, body: CreateBody) -> Job:
    """A song sung by a persona."""
    if not body.persona_id:
        raise invalid("persona_id is required for persona_music")
    persona = shop.personas.get(body.persona_id)
    if persona is None:
        raise invalid("persona_id: the persona does not exist")
    chosen = checked(shop, body)
    salt = shop.salt

    def make() -> list[Product]:
        drafts = []
        for version in VERSIONS:
            plan = songwriter.plan_for(body, songwriter.seed_of(body, salt, version))
            singer = None if body.make_instrumental else persona.singer
            drafts.append(songwriter.song_with(body, salt, version, replace(plan, singer=singer)))
        return [product_of(draft) for draft in drafts]

    price = shop.config.prices.derived
    return Job(Order.hooked("persona_music", price, chosen.name, body), make, body)
