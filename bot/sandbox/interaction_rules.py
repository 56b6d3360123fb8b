"""Discord's numbers and words for interactions."""

from __future__ import annotations

from bot.sandbox.model import AnswerKind, InteractionKind

ANSWER_SECONDS = 3.0
"""How long the bot may take for its first answer."""

MOST_FOLLOW_UPS = 5
"""Follow-ups of an interaction that only its person's installation allows."""

ALLOWED_ANSWERS = {
    InteractionKind.COMMAND: {
        AnswerKind.MESSAGE,
        AnswerKind.DEFERRED_MESSAGE,
        AnswerKind.MODAL,
    },
    InteractionKind.COMPONENT: set(AnswerKind) - {AnswerKind.AUTOCOMPLETE},
    InteractionKind.MODAL: {AnswerKind.MESSAGE, AnswerKind.DEFERRED_MESSAGE},
    InteractionKind.AUTOCOMPLETE: {AnswerKind.AUTOCOMPLETE},
}
"""Which first answers an interaction takes."""

UPDATES = {AnswerKind.DEFERRED_UPDATE, AnswerKind.UPDATE}
"""The answers that change the message used; a form takes them when a message opened it."""

WORDS = {
    AnswerKind.MESSAGE: "message",
    AnswerKind.DEFERRED_MESSAGE: "deferred",
    AnswerKind.DEFERRED_UPDATE: "deferred_update",
    AnswerKind.UPDATE: "update",
    AnswerKind.AUTOCOMPLETE: "autocomplete",
    AnswerKind.MODAL: "modal",
}
"""The answers as the browser protocol names them."""

REASONS = {
    InteractionKind.COMMAND: "The application did not respond",
    InteractionKind.MODAL: "The application did not respond",
    InteractionKind.COMPONENT: "This interaction failed",
    InteractionKind.AUTOCOMPLETE: "Loading options failed",
}
"""What Discord tells the person when no answer came in time."""
