"""Whether the music service is asked to announce finished songs, and the secret for that."""

from bot.bootstrap.secrets import given_or_kept
from bot.provider import WebhookSender
from bot.settings import Settings

WEBHOOK_FILE = "webhook.secret"
"""Holds what the addresses and secrets of announcements are derived from."""


def webhook_sender(settings: Settings) -> WebhookSender | None:
    """Return what addresses and secrets are derived from; None when nobody can reach this server.

    Raises:
        SetupError: the address, the secret or the secret's file cannot be used.
    """
    place = settings.place
    if place.public_url is None:
        return None
    kept = place.data_dir / WEBHOOK_FILE
    secret = given_or_kept(place.webhook_secret, kept, "JAMBOREE_WEBHOOK_SECRET")
    return WebhookSender(place.public_url, secret)
