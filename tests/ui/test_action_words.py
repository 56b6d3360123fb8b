"""Every act and every event has words, in which nothing that people wrote does anything."""

import json

import pytest
from discord import Locale

from bot.domain.actions import Action, ActionKind
from bot.domain.ids import GuildId, UserId
from bot.domain.server_log import LogEvent, LogLine
from bot.ui.action_words import ACTION_WORDS, action_words
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
