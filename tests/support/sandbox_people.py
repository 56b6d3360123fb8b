"""Who is in a sandbox's first server besides those whom everybody meets there."""

from __future__ import annotations

from dataclasses import replace

from bot.sandbox.config import Seed, SeedMember

HOSTILE_NICK = "**@everyone** `<b>` \u202esong\u202c <@1>"
"""A name that may never become a ping, style or markup, nor turn the text around it."""

HOSTILE_MEMBER = SeedMember(
    "mallory", "Mallory", nick=HOSTILE_NICK, account_days=400, joined_days=100
)


def all_reading_english(seed: Seed) -> Seed:
    """Give a first server whose members all read English, which is what tests expect to be said."""
    return replace(seed, members=tuple(replace(each, locale="en-US") for each in seed.members))


def seed_with_hostile_member() -> Seed:
    """Give the usual first server with someone in it whose name is hostile."""
    usual = Seed()
    return replace(usual, members=(*usual.members, HOSTILE_MEMBER))
