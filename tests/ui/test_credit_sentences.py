from datetime import UTC, datetime

import pytest
from discord import Locale

from bot.domain import errors
from bot.domain.allowances import Refill
from bot.domain.ids import GuildId, RoleId
from bot.domain.limits import Limit, LimitScope, Measure
from bot.domain.periods import Period
from bot.ui import refusals
from bot.ui.sentences import sentence

ENGLISH = Locale.american_english
AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
SOON = f"<t:{int(AT.timestamp())}:R>"


def limit(
    measure: Measure, amount: int, scope: LimitScope = LimitScope.ROLE, subject_id: int = 7
) -> Limit:
    """Return a limit, by default of a role."""
    return Limit(GuildId(1001), scope, subject_id, measure, amount)


def reached(measure: Measure, amount: int, given: int | None = None) -> errors.LimitReached:
    """Return a refusal of a role's limit where another role has twice as much."""
    return errors.LimitReached(
        limit(measure, amount), given, AT, limit(measure, amount * 2, subject_id=8)
    )


SENTENCES = [
    (
        errors.NotEnoughCredits(14, 4, moderated=False),
        (
            "This costs 14 credits and you have 4 outside servers. Nothing was charged; in a server"
            " that I am in you have credits of their own, and whoever runs me can grant you more"
            " here."
        ),
    ),
    (
        errors.NotEnoughCredits(14, 4, Refill(AT, 20, Period.WEEK, RoleId(7))),
        (
            f"This costs 14 credits and you have 4. Nothing was charged; the next 20 arrive {SOON},"
            " and a moderator can grant more."
        ),
    ),
    (
        errors.NotEnoughCredits(1, 0),
        (
            "This costs 1 credit and you have 0. Nothing was charged; /credits balance shows where"
            " yours went, and a moderator can grant more."
        ),
    ),
    (
        refusals.PriceChanged(None, 3, 1),
        (
            "This now costs 1 credit, not 3. Nothing was charged; the button shows today's price"
            " now, press it again to order."
        ),
    ),
    (
        reached(Measure.PER_HOUR, 3),
        (
            f"That is too often for now: again {SOON} (3 an hour as <@&7>; <@&8> have 6). Nothing"
            " was charged."
        ),
    ),
    (
        errors.LimitReached(limit(Measure.PER_DAY, 0, LimitScope.SERVER, 0), 0, None, None),
        (
            "No more orders are taken (0 a day in the whole server). Nothing was charged; a"
            " moderator can change the limit."
        ),
    ),
    (
        errors.LimitReached(limit(Measure.AT_ONCE, 2, LimitScope.MEMBER, 11), 2, None, None),
        (
            "2 orders are waiting or running (2 at once for <@11>). Nothing was charged; cancel one"
            " or wait until one is finished."
        ),
    ),
    (
        reached(Measure.COOLDOWN, 30),
        (
            f"That is too often for now: again {SOON} (30 s between two songs as <@&7>; <@&8> have"
            " 60). Nothing was charged."
        ),
    ),
    (
        reached(Measure.SONG_SECONDS, 120, 300),
        (
            "A song of 5:00 is too long here (songs of at most 2:00 as <@&7>; <@&8> have 4:00)."
            " Nothing was charged; ask for a shorter one."
        ),
    ),
    (
        reached(Measure.ORDER_PRICE, 10, 14),
        (
            "This costs 14 credits, which is too much for one order (at most 10 credits for an"
            " order as <@&7>; <@&8> have 20). Nothing was charged; choose something less expensive."
        ),
    ),
    (
        errors.TooManyLimits(500),
        (
            "A server can have at most 500 limits. Nothing was changed; remove some first, or let"
            " roles stand for their members."
        ),
    ),
    (
        errors.GiftTooLarge(10, 6, AT),
        (
            "You may give away 10 credits a day and have given 6 today. Nothing was moved; give"
            f" less, or again {SOON}."
        ),
    ),
    (
        errors.UnknownTimeZone("<@1> **x**"),
        (
            "I know no time zone “\\<\\@1\\> \\*\\*x\\*\\*”. Nothing was changed; write its name as"
            " in Europe/Vienna."
        ),
    ),
    (
        refusals.MemberLacksRight("moderate_members"),
        (
            "This takes the permission *Timeout Members*, which you do not have here. Nothing was"
            " changed."
        ),
    ),
    (
        refusals.FileTooLarge(30_000_000, 10 * 1024 * 1024),
        (
            "The file has 29 MB, and Discord takes 10 MB here. Nothing was changed; choose a"
            " shorter time."
        ),
    ),
]


@pytest.mark.parametrize(("error", "text"), SENTENCES, ids=lambda value: type(value).__name__)
def test_sentences_name_the_figures(error: Exception, text: str) -> None:
    assert sentence(error, ENGLISH) == text


def test_what_somebody_wrote_into_a_form_is_cut_and_escaped() -> None:
    text = sentence(refusals.NotANumber("**@everyone** " * 100), ENGLISH)
    assert "\\*\\*\\@everyone" in text
    assert len(text) < 400
