"""Pictures of what managers set."""

from tests.browser.gallery.album import Album, Chapter, Picture
from tests.browser.gallery.steps import Step, use_all
from tests.support.sandbox import File

SETTINGS = b'{"form": 1}'

STEPS = (
    Step("server-check", "Rights, settings and the service at a glance", "Olga", "server check"),
    Step(
        "server-limits-set",
        "A limit for a role",
        "Olga",
        "server limits set",
        {"measure": "per_hour", "amount": 10, "role": "Supporter"},
    ),
    Step("server-limits-list", "All limits", "Olga", "server limits list"),
    Step(
        "server-limits-remove",
        "A limit removed",
        "Olga",
        "server limits remove",
        {"measure": "per_hour", "role": "Supporter"},
    ),
    Step(
        "server-allowance-set",
        "Credits by role",
        "Olga",
        "server allowance set",
        {"amount": 60, "period": "week", "role": "Supporter", "carry_over": 20},
    ),
    Step("server-allowance-list", "All allowances", "Olga", "server allowance list"),
    Step(
        "server-wallet",
        "The server's own credits and its month",
        "Olga",
        "server wallet",
        {"fill": 500, "ceiling": 2000},
    ),
    Step(
        "server-prices-set",
        "A price of the server's own",
        "Olga",
        "server prices set",
        {"kind": "stems", "price": 15},
    ),
    Step("server-prices-list", "All prices", "Olga", "server prices list"),
    Step(
        "server-prices-remove",
        "Back to the usual price",
        "Olga",
        "server prices remove",
        {"kind": "stems"},
    ),
    Step("server-gifts", "Gifts between members", "Olga", "server gifts", {"allowed": True}),
    Step(
        "server-turns",
        "More turns for a role while orders wait",
        "Olga",
        "server turns",
        {"role": "Supporter", "turns": 2},
    ),
    Step(
        "server-access-allow",
        "Who may order",
        "Olga",
        "server access allow",
        {"role": "Supporter", "trusted": True},
    ),
    Step(
        "server-access-deny",
        "Who may not, yet",
        "Olga",
        "server access deny",
        {"account_days": 7, "stay_days": 2},
    ),
    Step("server-access-list", "Every rule of access", "Olga", "server access list"),
    Step(
        "server-filter-add",
        "Words that are not wanted",
        "Olga",
        "server filter add",
        {"words": "umbrella", "action": "review"},
    ),
    Step(
        "server-filter-test",
        "What a filter would do, and why",
        "Olga",
        "server filter test",
        {"text": "Under my Ümbr3lla"},
    ),
    Step("server-filter-list", "All filters", "Olga", "server filter list"),
    Step(
        "server-filter-remove",
        "A filter removed",
        "Olga",
        "server filter remove",
        {"number": 1},
    ),
    Step(
        "server-filter-import",
        "A list of words from a file",
        "Olga",
        "server filter import",
        {"file": File("words.txt", b"foo words\nbar words\n")},
    ),
    Step("server-jams", "Limits on jams", "Olga", "server jams", {"at_once": 3}),
    Step("server-settings-export", "All settings as a file", "Olga", "server settings export"),
)

PICTURES = (
    Picture("server-setup", "Setting the bot up", ("server setup",)),
    *(step.picture for step in STEPS),
    Picture("server-settings-import", "Settings from a file", ("server settings import",)),
)


async def take(album: Album) -> None:
    """Manage the server as its owner."""
    await album.message("server-setup", await album.use("Olga", "server setup"))
    await use_all(album, STEPS)
    exported = await album.use("Olga", "server settings export")
    content = await album.scene.driver.download(exported.attachments[0])
    file = File(
        exported.attachments[0].filename,
        content.replace(b'"review_first": 3', b'"review_first": 5'),
    )
    imported = await album.use("Olga", "server settings import", file=file)
    await album.message("server-settings-import", imported)


CHAPTER = Chapter("Managing a server", PICTURES, take)
