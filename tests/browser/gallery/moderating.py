"""Pictures of what moderators see and decide."""

from tests.browser.gallery.album import Album, Chapter, Picture
from tests.browser.gallery.steps import Step, use_all

PERSON = {"member": "Ben"}

STEPS = (
    Step(
        "mod-credits-grant",
        "Credits for a member, with a reason",
        "Mika",
        "mod credits grant",
        {**PERSON, "amount": 25, "reason": "won the song night"},
    ),
    Step(
        "mod-credits-take",
        "Credits taken back",
        "Mika",
        "mod credits take",
        {**PERSON, "amount": 5, "reason": "counted twice"},
    ),
    Step("mod-credits-show", "A member's account", "Mika", "mod credits show", PERSON),
    Step(
        "mod-credits-undo",
        "A line taken back by a line",
        "Mika",
        "mod credits undo",
        {"line": 2, "reason": "it was right"},
    ),
    Step("mod-report", "Who used what", "Mika", "mod report", {"period": "week"}),
    Step("mod-export", "The ledger as a file", "Mika", "mod export", {"period": "month"}),
    Step(
        "mod-block",
        "A member blocked for a time",
        "Mika",
        "mod block",
        {"member": "Ben", "reason": "spam", "length": "2 days"},
    ),
    Step("mod-unblock", "The block lifted", "Mika", "mod unblock", {"member": "Ben"}),
    Step("mod-log", "Who did what", "Mika", "mod log"),
)

PICTURES = (
    *(step.picture for step in STEPS),
    Picture("mod-review", "The queue of reviews", ("mod review",)),
    Picture("mod-hide", "A song behind a spoiler", ("mod hide",)),
    Picture("mod-remove", "A song taken down everywhere", ("mod remove",)),
    Picture("report-form", "A song reported", ("Report", "is_report_form")),
    Picture("verdict-form", "Refusing takes a reason", ("is_verdict_form",)),
    Picture("review-waiting", "A prompt that a filter keeps for review", ()),
)


async def take(album: Album) -> None:
    """Moderate as Mika, with a song of Ben's and a prompt that a filter catches."""
    await album.become("Mika")
    card = await album.scene.finished(await album.scene.order("Ben", "A lighthouse in the fog"))
    await use_all(album, STEPS)
    await album.use("Olga", "server filter add", words="umbrella", action="review")
    flagged = await album.use("Ada", "create", idea="a red umbrella", length=10)
    await album.message("review-waiting", flagged)
    review = await album.use("Mika", "mod review")
    await album.message("mod-review", review)
    await album.click(review, "Refuse")
    await album.form("verdict-form")
    await album.become("Ada")
    more = (await album.press(card, "More", "Ada")).message
    await album.click(more, "Report")
    await album.form("report-form")
    (choice, *_) = await album.scene.driver.autocomplete(
        member="Mika", channel="songs", name="song show", option="song", text=""
    )
    song = str(choice.value)
    for command in ("mod hide", "mod remove"):
        answer = await album.use("Mika", command, song=song, reason="somebody's real name")
        await album.message(command.replace(" ", "-"), answer)
    assert card.attachments


CHAPTER = Chapter("Moderating", PICTURES, take)
