"""Routes with an interaction's token: the first answer, and what follows it."""

from __future__ import annotations

from bot.sandbox.model import Interaction, Message
from bot.sandbox.ratelimits import TOKEN
from bot.sandbox.rest.call import NOTHING, Answer, Call, Endpoint
from bot.sandbox.services import Services
from bot.sandbox.wire.callbacks import Callback
from bot.sandbox.wire.messages import MessageBody

_CALLBACK = "/interactions/{interaction_id}/{token}/callback"
_FOLLOW_UP = "/webhooks/{application_id}/{token}"
_ORIGINAL = _FOLLOW_UP + "/messages/@original"
_MESSAGE = _FOLLOW_UP + "/messages/{message_id}"


class InteractionRoutes:
    """Answers of the bot."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._interactions = services.interactions

    def endpoints(self) -> list[Endpoint]:
        """Give the routes."""
        return [
            Endpoint("POST", _CALLBACK, self.answer, TOKEN, ("interaction_id",), True),
            Endpoint("POST", _FOLLOW_UP, self.follow_up, TOKEN, ("token",), True),
            Endpoint("GET", _ORIGINAL, self.get_original, TOKEN, ("token",), True),
            Endpoint("PATCH", _ORIGINAL, self.edit_original, TOKEN, ("token",), True),
            Endpoint("DELETE", _ORIGINAL, self.delete_original, TOKEN, ("token",), True),
            Endpoint("GET", _MESSAGE, self.get, TOKEN, ("token",), True),
            Endpoint("PATCH", _MESSAGE, self.edit, TOKEN, ("token",), True),
            Endpoint("DELETE", _MESSAGE, self.delete, TOKEN, ("token",), True),
        ]

    def answer(self, call: Call) -> Answer:
        """Take the first answer."""
        response = self._interactions.answer(
            call.identity("interaction_id"),
            call.names["token"],
            call.body(Callback),
            call.files,
            arrived=call.arrived,
        )
        return Answer(response) if call.flag("with_response") else NOTHING

    def follow_up(self, call: Call) -> Answer:
        """Post another message; Discord waits for it whatever `wait` says."""
        body = call.body(MessageBody)
        return self._drawn(self._interactions.follow_up(self._found(call), body, call.files))

    def get_original(self, call: Call) -> Answer:
        """Give the first answer."""
        return self._drawn(self._interactions.original(self._found(call)))

    def edit_original(self, call: Call) -> Answer:
        """Change the first answer."""
        return self._edit(call, self._interactions.original(self._found(call)))

    def delete_original(self, call: Call) -> Answer:
        """Delete the first answer."""
        self._services.messages.delete(self._interactions.original(self._found(call)))
        return NOTHING

    def get(self, call: Call) -> Answer:
        """Give a message of the interaction."""
        return self._drawn(self._message(call))

    def edit(self, call: Call) -> Answer:
        """Change a message of the interaction."""
        return self._edit(call, self._message(call))

    def delete(self, call: Call) -> Answer:
        """Delete a message of the interaction."""
        self._services.messages.delete(self._message(call))
        return NOTHING

    def _found(self, call: Call) -> Interaction:
        return self._interactions.by_token(call.identity("application_id"), call.names["token"])

    def _message(self, call: Call) -> Message:
        return self._interactions.message(self._found(call), call.identity("message_id"))

    def _edit(self, call: Call, message: Message) -> Answer:
        body = call.body(MessageBody)
        edited = self._services.messages.edit(message, body, call.files, users_only=True)
        return self._drawn(edited)

    def _drawn(self, message: Message) -> Answer:
        return Answer(self._services.renderer.message(message))
