"""Whether songs' files have addresses in the public, and the secret that they are signed with."""

from datetime import timedelta

from bot.bootstrap.secrets import given_or_kept
from bot.domain.ports import Clock
from bot.settings import Settings
from bot.web.files import SignedLinks

LINKS_FILE = "links.secret"
"""Holds what links to files are signed with."""


def file_links(settings: Settings, clock: Clock) -> SignedLinks | None:
    """Return what makes links to files; None when nobody can reach this server.

    Raises:
        SetupError: the secret's file cannot be used.
    """
    place = settings.place
    if place.public_url is None:
        return None
    secret = given_or_kept(place.link_secret, place.data_dir / LINKS_FILE, "JAMBOREE_LINK_SECRET")
    lasting = timedelta(days=settings.media.link_days)
    return SignedLinks(place.public_url, secret, clock, lasting)
