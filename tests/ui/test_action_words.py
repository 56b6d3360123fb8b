"""Every act and every event has words, in which nothing that people wrote does anything."""

import json
from dataclasses import asdict, replace

import pytest
from discord import Locale

from bot.domain.actions import Action, ActionKind
from bot.domain.allowances import Allowance
from bot.domain.ids import EVERYONE, GuildId, UserId
from bot.domain.limits import Limit, LimitScope, Measure
from bot.domain.periods import Period
from bot.domain.rules import GuildRules
from bot.domain.server_log import LogEvent, LogLine
from bot.ui.action_words import ACTION_WORDS, action_words
from bot.ui.figures import moment
from bot.ui.log_words import event_name, log_line
from tests.support.discord_objects import NOW

ENGLISH = Locale.american_english
HOSTILE = "@everyone <@&5> **loud** [link](http://evil.example)\n# big"


def action(kind: ActionKind, subject: str = "jam 44") -> Action:
    after = json.dumps({"amount": 7, "ends_at": NOW.isoformat()})
    return Action(None, GuildId(1), UserId(2), kind, subject, HOSTILE, "", after, NOW)


@pytest.mark.parametrize("kind", list(ActionKind))
def test_every_kind_of_act_has_words(kind: ActionKind) -> None:
    assert kind in ACTION_WORDS
    subject = "deny member 44" if kind.startswith("access") else "44"
    line = action_words(action(kind, subject), ENGLISH)
    assert "<@2>" in line
    assert "\n" not in line
    assert "@everyone" not in line.replace("\\@everyone", "")
    assert "\\[link\\]" in line
    assert len(line) < 600


def rules_row(kind: ActionKind, subject: str, before: object, after: object) -> Action:
    """Return a row as `RuleService` writes it."""
    written = ["" if each is None else json.dumps(each) for each in (before, after)]
    return Action(None, GuildId(1), UserId(2), kind, subject, "", written[0], written[1], NOW)


LIMIT = asdict(Limit(GuildId(1), LimitScope.ROLE, 7, Measure.PER_HOUR, 10))
ALLOWANCE = asdict(Allowance(GuildId(1), EVERYONE, 20, Period.WEEK))
RULES = asdict(GuildRules(GuildId(1)))


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (
            rules_row(ActionKind.LIMIT_SET, "per_hour role 7", None, LIMIT),
            "set a limit: 10 an hour as <@&7>",
        ),
        (
            rules_row(ActionKind.LIMIT_REMOVED, "per_hour role 7", LIMIT, None),
            "removed a limit: 10 an hour as <@&7>",
        ),
        (
            rules_row(ActionKind.LIMIT_SET, "per_age role 7", None, {"amount": 3}),
            "set a limit: per\\_age role 7, 3",
        ),
        (
            rules_row(ActionKind.LIMIT_SET, "per_hour role 7", None, None),
            "set a limit: per\\_hour role 7",
        ),
        (
            rules_row(ActionKind.ALLOWANCE_SET, "0", None, ALLOWANCE),
            "set the allowance of everyone to 20 a week",
        ),
        (
            rules_row(ActionKind.ALLOWANCE_SET, "7", None, ALLOWANCE | {"carry_over": 5}),
            "set the allowance of <@&7> to 20 a week, up to 5 are carried over",
        ),
        (
            rules_row(ActionKind.ALLOWANCE_SET, "7", None, {"amount": 20}),
            "set the allowance of <@&7> to 20",
        ),
        (
            rules_row(
                ActionKind.RULES_CHANGED,
                "",
                RULES,
                RULES | {"time_zone": "Europe/Vienna", "gifts": True, "gift_ceiling": 9},
            ),
            (
                "changed the rules about credits: time zone UTC → Europe\\/Vienna, gifts no → yes,"
                " gifts a day at most – → 9"
            ),
        ),
        (
            rules_row(ActionKind.RULES_CHANGED, "", None, RULES),
            "changed the rules about credits",
        ),
        (
            rules_row(ActionKind.JAM_RULES_CHANGED, "", {"hosts": [7]}, {"hosts": [7, 8]}),
            "changed the rules about jams: hosts \\[7\\] → \\[7, 8\\]",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else value.kind,
)
def test_a_line_says_what_was_changed(row: Action, text: str) -> None:
    assert action_words(row, ENGLISH) == f"<@2> {text}"


@pytest.mark.parametrize("kind", list(ActionKind))
def test_a_page_of_whatever_was_done_fits_an_embed(kind: ActionKind) -> None:
    before = {f"part_{number}": HOSTILE for number in range(50)}
    after = dict.fromkeys(before, HOSTILE * 9)
    subject = "deny member 44" if kind.startswith("access") else "44"
    row = replace(rules_row(kind, subject, before, after), reason=HOSTILE * 9)
    lines = [f"{moment(NOW)} {action_words(row, ENGLISH)}"] * 12
    assert len("\n".join(lines)) <= 4096
    assert "@everyone" not in lines[0].replace("\\@everyone", "")


@pytest.mark.parametrize("event", [event for event in LogEvent if event is not LogEvent.ACTION])
def test_every_event_is_one_harmless_line(event: LogEvent) -> None:
    line = log_line(LogLine(GuildId(1), event, NOW, UserId(3), HOSTILE, HOSTILE, 2), ENGLISH)
    assert "\n" not in line
    assert "@everyone" not in line.replace("\\@everyone", "")
    assert event_name(event, ENGLISH)
    assert len(line) < 500


def test_the_end_of_a_block_ticks() -> None:
    line = action_words(action(ActionKind.MEMBER_BLOCKED, "44"), ENGLISH)
    assert f"blocked <@44>, it ends <t:{int(NOW.timestamp())}:R>" in line
