"""Whether the music service is asked to announce finished songs, and the secret for that."""

from bot.bootstrap.secrets import kept_secret
from bot.provider import WebhookSender
from bot.settings import Settings

SECRET_FILE = "webhook.secret"  # noqa: S105 - a file's name


def webhook_sender(settings: Settings) -> WebhookSender | None:
    """Return what addresses and secrets are derived from; None when nobody can reach this server.

    Raises:
        SetupError: the address, the secret or the secret's file cannot be used.
    """
    place = settings.place
    if place.public_url is None:
        return None
    if place.webhook_secret:
        secret = place.webhook_secret.get_secret_value()
    else:
        secret = kept_secret(place.data_dir / SECRET_FILE, "JAMBOREE_WEBHOOK_SECRET")
    return WebhookSender(place.public_url, secret)
