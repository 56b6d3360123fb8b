"""The life of an interaction: told to the bot, answered within 3 s, its token good for 15 min."""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence

from bot.sandbox import apierrors
from bot.sandbox.apierrors import ApiError, field_error
from bot.sandbox.attaching import UploadedFile
from bot.sandbox.browser.hub import Hub
from bot.sandbox.browser.view import View
from bot.sandbox.clock import Timer
from bot.sandbox.gateway.gateway import Gateway
from bot.sandbox.interaction_payload import PayloadWriter, Use
from bot.sandbox.interaction_rules import (
    ALLOWED_ANSWERS,
    ANSWER_SECONDS,
    MOST_FOLLOW_UPS,
    REASONS,
    UPDATES,
    WORDS,
)
from bot.sandbox.jsonvalue import JsonObject
from bot.sandbox.messages import MessageService, Origin
from bot.sandbox.model import (
    AnswerKind,
    CommandKind,
    Interaction,
    InteractionKind,
    InteractionStamp,
    InteractionState,
    Message,
    MessageFlag,
    MessageKind,
    Reference,
)
from bot.sandbox.permissions import Permission
from bot.sandbox.render import Renderer
from bot.sandbox.state import World
from bot.sandbox.wire.callbacks import AutocompleteData, Callback, DeferData
from bot.sandbox.wire.messages import MessageBody
from bot.sandbox.wire.modals import Modal
from bot.sandbox.wire.validation import parse


class InteractionService:
    """Begins interactions for people and takes the bot's answers."""

    def __init__(
        self,
        world: World,
        renderer: Renderer,
        view: View,
        gateway: Gateway,
        hub: Hub,
        messages: MessageService,
    ) -> None:
        self._world = world
        self._renderer = renderer
        self._view = view
        self._gateway = gateway
        self._hub = hub
        self._messages = messages
        self._deadlines: dict[int, Timer] = {}
        self._told: dict[int, float] = {}
        self._payloads = PayloadWriter(world, renderer)

    def begin(self, use: Use) -> Interaction:
        """Tell the bot what someone did; without any session it fails at once."""
        interaction = Interaction(
            self._world.snowflakes.new(),
            secrets.token_urlsafe(120),
            use.kind,
            use.user_id,
            use.channel.id,
            use.channel.guild_id,
            self._world.users[use.user_id].locale,
            use.nonce,
            command_name=use.command_name,
            command_kind=use.command_kind,
            message_id=None if use.message is None else use.message.id,
            custom_id=use.custom_id,
            target_user_id=use.target_user_id,
            target_message_id=use.target_message_id,
            opened_by=use.opened_by,
        )
        guild = self._world.guilds.get(use.channel.guild_id or 0)
        interaction.by_user_install = guild is not None and self._world.bot_id not in guild.members
        interaction.owners = self._payloads.owners(use, by_user_install=interaction.by_user_install)
        self._world.add_interaction(interaction)
        self._tell(interaction, {"type": "interaction_pending"})
        if not self._gateway.sessions:
            self._fail(interaction)
            return interaction
        self._deadlines[interaction.id] = self._world.clock.call_later(
            ANSWER_SECONDS, lambda: self._fail(interaction)
        )
        payload = self._payloads.write(interaction, use)
        self._told[interaction.id] = time.perf_counter()
        self._gateway.dispatch("INTERACTION_CREATE", payload, None)
        return interaction

    def answer(
        self,
        interaction_id: int,
        token: str,
        callback: Callback,
        files: Sequence[UploadedFile],
        *,
        arrived: float,
    ) -> JsonObject:
        """Take the first answer; gives what `with_response` returns. Raises `ApiError`.

        `arrived` is when its request was here, by `time.perf_counter`.
        """
        interaction = self._world.interactions.get(interaction_id)
        if interaction is None or not secrets.compare_digest(interaction.token, token):
            raise apierrors.unknown_interaction()
        if interaction.state is InteractionState.ANSWERED:
            raise apierrors.already_acknowledged()
        if interaction.state is InteractionState.FAILED:
            raise apierrors.unknown_interaction()
        kind = AnswerKind(callback.type)
        allowed = ALLOWED_ANSWERS[interaction.kind]
        from_message = interaction.kind is InteractionKind.MODAL and interaction.message_id
        if kind not in allowed and not (from_message and kind in UPDATES):
            raise field_error(
                "type",
                "INTERACTION_APPLICATION_COMMAND_INVALID_CALLBACK_TYPE",
                f"Interaction callback type {int(kind)} is invalid for this interaction",
            )
        try:
            message = self._apply(interaction, kind, callback, files)
        except ApiError as error:
            if error.errors is not None:
                error.errors = {"data": error.errors}
            raise
        interaction.state = InteractionState.ANSWERED
        interaction.answer = kind
        interaction.original_message_id = None if message is None else message.id
        self._world.save(interaction)
        deadline = self._deadlines.pop(interaction.id, None)
        if deadline is not None:
            deadline.cancel()
        event: JsonObject = {"type": "interaction_answered", "answer": WORDS[kind]}
        event["seconds"] = arrived - self._told.pop(interaction.id, arrived)
        if message is not None:
            event["message_id"] = str(message.id)
        self._tell(interaction, event)
        self._after(interaction, kind, callback)
        return self._response(interaction, kind, message)

    def _apply(
        self,
        interaction: Interaction,
        kind: AnswerKind,
        callback: Callback,
        files: Sequence[UploadedFile],
    ) -> Message | None:
        match kind:
            case AnswerKind.MESSAGE:
                body = parse(MessageBody, callback.data or {})
                return self._create(interaction, body, files, self._origin(interaction, body.flags))
            case AnswerKind.DEFERRED_MESSAGE:
                flags = parse(DeferData, callback.data or {}).flags
                channel = self._world.channels[interaction.channel_id]
                return self._messages.post_placeholder(channel, self._origin(interaction, flags))
            case AnswerKind.DEFERRED_UPDATE:
                return self._source(interaction)
            case AnswerKind.UPDATE:
                source = self._source(interaction)
                if source is None:
                    raise apierrors.unknown_message()
                body = parse(MessageBody, callback.data or {})
                return self._messages.edit(source, body, files, users_only=True)
            case AnswerKind.MODAL:
                modal = parse(Modal, callback.data or {})
                interaction.modal = modal.model_dump(mode="json", exclude_none=True)
                return None
            case AnswerKind.AUTOCOMPLETE:
                parse(AutocompleteData, callback.data or {})
                return None

    def _after(self, interaction: Interaction, kind: AnswerKind, callback: Callback) -> None:
        if kind is AnswerKind.MODAL:
            self._tell(interaction, {"type": "modal_open", "modal": interaction.modal})
        elif kind is AnswerKind.AUTOCOMPLETE:
            choices = parse(AutocompleteData, callback.data or {}).shown()
            self._tell(interaction, {"type": "autocomplete_result", "choices": choices})

    def _response(
        self, interaction: Interaction, kind: AnswerKind, message: Message | None
    ) -> JsonObject:
        about: JsonObject = {"id": str(interaction.id), "type": int(interaction.kind)}
        body: JsonObject = {"interaction": about}
        if message is not None:
            about["response_message_id"] = str(message.id)
            about["response_message_loading"] = bool(message.flags & MessageFlag.LOADING)
            about["response_message_ephemeral"] = message.visible_to is not None
            if kind in (AnswerKind.MESSAGE, AnswerKind.UPDATE):
                body["resource"] = {
                    "type": int(kind),
                    "message": self._renderer.message(message),
                }
        return body

    def by_token(self, application_id: int, token: str) -> Interaction:
        """Find the answered interaction of a token; raises Discord's refusals for others."""
        if application_id != self._world.bot_id:
            raise apierrors.unknown_webhook()
        interaction = self._world.interactions_by_token.get(token)
        if interaction is None or self._world.token_expired(interaction):
            raise apierrors.invalid_webhook_token()
        if interaction.state is not InteractionState.ANSWERED:
            raise apierrors.unknown_webhook()
        return interaction

    def original(self, interaction: Interaction) -> Message:
        """Give the message of the first answer."""
        message = None
        if interaction.original_message_id is not None:
            message = self._world.message(interaction.channel_id, interaction.original_message_id)
        if message is None:
            raise apierrors.unknown_message()
        return message

    def message(self, interaction: Interaction, message_id: int) -> Message:
        """Give a message that this interaction's token may touch."""
        message = self._world.message(interaction.channel_id, message_id)
        own = message is not None and (
            message.id in (interaction.original_message_id, interaction.message_id)
            or (message.stamp is not None and message.stamp.id == interaction.id)
        )
        if message is None or not own:
            raise apierrors.unknown_message()
        return message

    def follow_up(
        self, interaction: Interaction, body: MessageBody, files: Sequence[UploadedFile]
    ) -> Message:
        """Post another message with the token; while "thinking" it becomes the first answer."""
        original = None
        if interaction.original_message_id is not None:
            original = self._world.message(interaction.channel_id, interaction.original_message_id)
        if original is not None and original.flags & MessageFlag.LOADING:
            return self._messages.edit(original, body, files, users_only=True)
        if interaction.by_user_install:
            if interaction.follow_ups >= MOST_FOLLOW_UPS:
                raise ApiError(
                    400, 40094, "This interaction has reached its limit of follow up messages"
                )
            interaction.follow_ups += 1
            self._world.save(interaction)
        origin = self._origin(interaction, body.flags, follow_up=True)
        return self._create(interaction, body, files, origin)

    def pending(self, user_id: int) -> list[Interaction]:
        """Give someone's interactions that still wait for the first answer."""
        return [
            interaction
            for interaction in self._world.interactions.values()
            if interaction.user_id == user_id and interaction.state is InteractionState.PENDING
        ]

    def stamp(self, interaction: Interaction) -> InteractionStamp:
        """Give what messages keep of an interaction."""
        return InteractionStamp(
            interaction.id,
            interaction.kind,
            interaction.user_id,
            interaction.command_name,
            interaction.target_user_id,
            interaction.target_message_id,
            interaction.message_id,
            opened_by=interaction.opened_by,
            owners=dict(interaction.owners),
        )

    def _create(
        self,
        interaction: Interaction,
        body: MessageBody,
        files: Sequence[UploadedFile],
        origin: Origin,
    ) -> Message:
        channel = self._world.channels[interaction.channel_id]
        plain = body.model_copy(update={"message_reference": None, "nonce": None})
        return self._messages.create(channel, plain, files, origin)

    def _origin(
        self, interaction: Interaction, flags: int | None, *, follow_up: bool = False
    ) -> Origin:
        stamp = self.stamp(interaction)
        answered_id = interaction.message_id
        kind = MessageKind.DEFAULT
        if follow_up:
            stamp.original_message_id = interaction.original_message_id
            answered_id = interaction.original_message_id
        elif interaction.command_kind is CommandKind.SLASH:
            kind = MessageKind.COMMAND
        elif interaction.command_kind is not None:
            kind = MessageKind.MENU_COMMAND
        reference = None
        if answered_id is not None:
            reference = Reference(answered_id, interaction.channel_id, interaction.guild_id)
        ephemeral = bool((flags or 0) & MessageFlag.EPHEMERAL)
        if interaction.by_user_install:
            # Without the permission for outside apps the answer is for its person alone.
            place = self._world.channels[interaction.channel_id]
            allowed = self._world.permissions(interaction.user_id, place)
            ephemeral = ephemeral or not allowed & Permission.USE_EXTERNAL_APPS
        return Origin(
            self._world.bot_id,
            kind,
            stamp,
            interaction.user_id if ephemeral else None,
            users_only=True,
            reference=reference,
        )

    def _source(self, interaction: Interaction) -> Message | None:
        if interaction.message_id is None:
            return None
        return self._world.message(interaction.channel_id, interaction.message_id)

    def _fail(self, interaction: Interaction) -> None:
        self._deadlines.pop(interaction.id, None)
        self._told.pop(interaction.id, None)
        if interaction.state is not InteractionState.PENDING:
            return
        interaction.state = InteractionState.FAILED
        self._world.save(interaction)
        reason = REASONS[interaction.kind]
        self._tell(interaction, {"type": "interaction_failed", "reason": reason})

    def _tell(self, interaction: Interaction, event: JsonObject) -> None:
        if self._hub.subscribers:
            self._hub.tell(interaction.user_id, self._view.interaction(interaction) | event)
