"""The refusals of Discord's API, with its codes and sentences."""

from __future__ import annotations

from bot.sandbox.jsonvalue import JsonObject


class ApiError(Exception):
    """A refusal: HTTP status, Discord's code, its sentence and details by field."""

    def __init__(
        self, status: int, code: int, message: str, errors: JsonObject | None = None
    ) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors

    def body(self) -> JsonObject:
        """Give the answer's JSON."""
        body: JsonObject = {"message": self.message, "code": self.code}
        if self.errors is not None:
            body["errors"] = self.errors
        return body


def unauthorized() -> ApiError:
    """No or a wrong bot token."""
    return ApiError(401, 0, "401: Unauthorized")


def unknown_route() -> ApiError:
    """No such route."""
    return ApiError(404, 0, "404: Not Found")


def unknown_channel() -> ApiError:
    """No such channel."""
    return ApiError(404, 10003, "Unknown Channel")


def unknown_guild() -> ApiError:
    """No such server, or the bot is not in it."""
    return ApiError(404, 10004, "Unknown Guild")


def unknown_member() -> ApiError:
    """Nobody of that id in the server."""
    return ApiError(404, 10007, "Unknown Member")


def unknown_message() -> ApiError:
    """No such message, or an ephemeral one asked for by channel."""
    return ApiError(404, 10008, "Unknown Message")


def unknown_overwrite() -> ApiError:
    """No such permission overwrite."""
    return ApiError(404, 10009, "Unknown Permission Overwrite")


def unknown_role() -> ApiError:
    """No such role."""
    return ApiError(404, 10011, "Unknown Role")


def unknown_user() -> ApiError:
    """No such user."""
    return ApiError(404, 10013, "Unknown User")


def unknown_webhook() -> ApiError:
    """Nothing answers to that webhook: also an interaction without a first answer."""
    return ApiError(404, 10015, "Unknown Webhook")


def unknown_interaction() -> ApiError:
    """A first answer that comes too late, or for no interaction."""
    return ApiError(404, 10062, "Unknown interaction")


def unknown_command() -> ApiError:
    """No such application command."""
    return ApiError(404, 10063, "Unknown application command")


def missing_access() -> ApiError:
    """The bot does not see that channel."""
    return ApiError(403, 50001, "Missing Access")


def missing_permissions() -> ApiError:
    """The bot sees the channel but lacks the permission."""
    return ApiError(403, 50013, "Missing Permissions")


def not_the_author() -> ApiError:
    """Only one's own messages can be edited."""
    return ApiError(403, 50005, "Cannot edit a message authored by another user")


def empty_message() -> ApiError:
    """Nothing to show."""
    return ApiError(400, 50006, "Cannot send an empty message")


def cannot_write_to_user() -> ApiError:
    """Their direct messages are closed to the bot."""
    return ApiError(403, 50007, "Cannot send messages to this user")


def wrong_channel_kind() -> ApiError:
    """Not in this type of channel."""
    return ApiError(400, 50024, "Cannot execute action on this channel type")


def invalid_webhook_token() -> ApiError:
    """An interaction's token after 15 minutes."""
    return ApiError(401, 50027, "Invalid Webhook Token")


def invalid_form(errors: JsonObject) -> ApiError:
    """A body that breaks Discord's rules; `errors` says where."""
    return ApiError(400, 50035, "Invalid Form Body", errors)


def invalid_json() -> ApiError:
    """A body that is no JSON."""
    return ApiError(400, 50109, "The request body contains invalid JSON.")


def archived_thread() -> ApiError:
    """Only un-archiving changes an archived thread."""
    return ApiError(400, 50083, "Thread is archived")


def already_acknowledged() -> ApiError:
    """A second first answer."""
    return ApiError(400, 40060, "Interaction has already been acknowledged.")


def too_large() -> ApiError:
    """A file or request over the limit."""
    return ApiError(413, 40005, "Request entity too large")


def thread_exists() -> ApiError:
    """A message starts one thread only."""
    return ApiError(400, 160004, "A thread has already been created for this message")


def thread_locked() -> ApiError:
    """A locked thread takes no messages."""
    return ApiError(400, 160005, "This thread is locked")


def field_error(path: str, code: str, message: str) -> ApiError:
    """Refuse one field; `path` goes down the body by dots (`embeds.0.title`)."""
    *outer, last = path.split(".")
    tree: JsonObject = {last: {"_errors": [{"code": code, "message": message}]}}
    for part in reversed(outer):
        tree = {part: tree}
    return invalid_form(tree)
