"""Routes of the application: itself, its commands, the gateway's address."""

from __future__ import annotations

from bot.sandbox import apierrors
from bot.sandbox.apierrors import ApiError, field_error
from bot.sandbox.jsonvalue import JsonObject, JsonValue
from bot.sandbox.model import Command, CommandKind
from bot.sandbox.render_places import user
from bot.sandbox.rest.access import Access
from bot.sandbox.rest.call import NOTHING, Answer, Call, Endpoint
from bot.sandbox.services import Services
from bot.sandbox.wire.commands import CommandBody
from bot.sandbox.wire.validation import parse

_COMMANDS = "/applications/{application_id}/commands"
_COMMAND = _COMMANDS + "/{command_id}"
_GUILD_COMMANDS = "/applications/{application_id}/guilds/{guild_id}/commands"
_GUILD_COMMAND = _GUILD_COMMANDS + "/{command_id}"
_MOST = {CommandKind.SLASH: 100, CommandKind.USER: 15, CommandKind.MESSAGE: 15}


class ApplicationRoutes:
    """What the bot asks at its start."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._world = services.world
        self._access = Access(services.world)

    def endpoints(self) -> list[Endpoint]:
        """Give the routes."""
        routes = [
            Endpoint("GET", "/gateway", self.gateway),
            Endpoint("GET", "/gateway/bot", self.gateway_bot),
            Endpoint("GET", "/oauth2/applications/@me", self.application),
            Endpoint("GET", "/applications/@me", self.application),
            Endpoint("GET", "/applications/{application_id}/emojis", self.emojis),
            Endpoint("GET", "/applications/{application_id}/skus", self.nothing_sold),
            Endpoint("GET", "/applications/{application_id}/entitlements", self.nothing_sold),
            Endpoint("GET", _GUILD_COMMANDS + "/permissions", self.nothing_sold),
        ]
        for many, one in ((_COMMANDS, _COMMAND), (_GUILD_COMMANDS, _GUILD_COMMAND)):
            routes += [
                Endpoint("GET", many, self.list_all),
                Endpoint("PUT", many, self.overwrite),
                Endpoint("POST", many, self.create),
                Endpoint("GET", one, self.get),
                Endpoint("PATCH", one, self.edit),
                Endpoint("DELETE", one, self.delete),
            ]
        return routes

    def gateway(self, call: Call) -> Answer:
        """Say where the gateway is."""
        return Answer({"url": self._services.gateway.url})

    def gateway_bot(self, call: Call) -> Answer:
        """Say where the gateway is and how many sessions may start."""
        return Answer(
            {
                "url": self._services.gateway.url,
                "shards": 1,
                "session_start_limit": {
                    "total": 1000,
                    "remaining": 1000,
                    "reset_after": 86_400_000,
                    "max_concurrency": 1,
                },
            }
        )

    def application(self, call: Call) -> Answer:
        """Describe the application."""
        owner_id = next(iter(self._world.guilds.values())).owner_id
        config = self._world.config
        flags = _intent_flags(config.privileged_intents)
        return Answer(
            {
                "id": str(config.application_id),
                "name": config.application_name,
                "icon": None,
                "description": "Makes songs together",
                "summary": "",
                "type": None,
                "verify_key": "0" * 64,
                "flags": flags,
                "flags_new": str(flags),
                "bot_public": False,
                "bot_require_code_grant": False,
                "owner": user(self._world.users[owner_id]),
                "bot": user(self._world.bot),
                "team": None,
                "redirect_uris": [],
                "interactions_endpoint_url": None,
                "role_connections_verification_url": None,
                "approximate_guild_count": len(self._world.guilds),
                "approximate_user_install_count": 0,
                "approximate_user_authorization_count": 0,
                "integration_types_config": {"0": {}},
                "explicit_content_filter": 0,
                "eligible_oauth2_scopes": ["bot", "applications.commands"],
            }
        )

    def emojis(self, call: Call) -> Answer:
        """Give the application's own emojis: none."""
        return Answer({"items": []})

    def nothing_sold(self, call: Call) -> Answer:
        """Give an empty list."""
        return Answer([])

    def list_all(self, call: Call) -> Answer:
        """Give the commands of one scope."""
        guild_id = self._scope(call)
        return Answer([self._services.renderer.command(item) for item in self._in(guild_id)])

    def get(self, call: Call) -> Answer:
        """Give one command."""
        return Answer(self._services.renderer.command(self._found(call)))

    def overwrite(self, call: Call) -> Answer:
        """Replace all commands of one scope; a command that keeps its name keeps its id."""
        guild_id = self._scope(call)
        if not isinstance(call.payload, list):
            raise apierrors.invalid_form(
                {"_errors": [{"code": "LIST_TYPE_CONVERT", "message": "Only lists may be used."}]}
            )
        bodies = [_numbered(position, item) for position, item in enumerate(call.payload)]
        self._check_counts(bodies)
        known = {(item.kind, item.name): item for item in self._in(guild_id)}
        kept = [self._stored(known, guild_id, body) for body in bodies]
        for gone in known.values():
            if gone not in kept:
                self._forget(gone)
        self._services.announcer.commands_changed()
        return Answer([self._services.renderer.command(item) for item in kept])

    def create(self, call: Call) -> Answer:
        """Add a command, or replace the one of the same name."""
        guild_id = self._scope(call)
        known = {(item.kind, item.name): item for item in self._in(guild_id)}
        body = call.body(CommandBody)
        is_new = (CommandKind(body.type), body.name) not in known
        command = self._stored(known, guild_id, body)
        self._services.announcer.commands_changed()
        return Answer(self._services.renderer.command(command), 201 if is_new else 200)

    def edit(self, call: Call) -> Answer:
        """Change a command."""
        command = self._found(call)
        patch = call.payload if isinstance(call.payload, dict) else {}
        body = parse(CommandBody, {**command.body, **patch})
        command.body, command.name = body.stored(), body.name
        command.version = self._world.snowflakes.new()
        self._world.save(command)
        self._services.announcer.commands_changed()
        return Answer(self._services.renderer.command(command))

    def delete(self, call: Call) -> Answer:
        """Delete a command."""
        self._forget(self._found(call))
        self._services.announcer.commands_changed()
        return NOTHING

    def _scope(self, call: Call) -> int | None:
        if call.identity("application_id") != self._world.bot_id:
            raise ApiError(403, 20012, "You are not authorized to perform this action")
        if "guild_id" not in call.names:
            return None
        return self._access.guild(call.identity("guild_id")).id

    def _in(self, guild_id: int | None) -> list[Command]:
        return [item for item in self._world.commands.values() if item.guild_id == guild_id]

    def _found(self, call: Call) -> Command:
        guild_id = self._scope(call)
        command = self._world.commands.get(call.identity("command_id"))
        if command is None or command.guild_id != guild_id:
            raise apierrors.unknown_command()
        return command

    def _stored(
        self, known: dict[tuple[CommandKind, str], Command], guild_id: int | None, body: CommandBody
    ) -> Command:
        kind = CommandKind(body.type)
        stored = body.stored()
        command = known.get((kind, body.name))
        if command is None:
            new_id = self._world.snowflakes.new()
            command = Command(new_id, guild_id, kind, body.name, new_id, stored)
            self._world.commands[command.id] = command
        elif command.body != stored:
            command.body, command.version = stored, self._world.snowflakes.new()
        self._world.save(command)
        return command

    def _forget(self, command: Command) -> None:
        self._world.commands.pop(command.id, None)
        self._world.archive.forget(command)

    def _check_counts(self, bodies: list[CommandBody]) -> None:
        names = [(body.type, body.name) for body in bodies]
        for position, name in enumerate(names):
            if name in names[:position]:
                raise field_error(
                    f"{position}.name",
                    "APPLICATION_COMMANDS_DUPLICATE_NAME",
                    "Application command names must be unique",
                )
        for kind, most in _MOST.items():
            if sum(body.type == kind for body in bodies) > most:
                raise ApiError(
                    400, 30032, f"Maximum number of application commands reached ({most})."
                )


def _numbered(position: int, item: JsonValue) -> CommandBody:
    try:
        return parse(CommandBody, item)
    except ApiError as error:
        errors: JsonObject = {str(position): error.errors}
        raise apierrors.invalid_form(errors) from None


def _intent_flags(privileged: int) -> int:
    # Bits 13, 15 and 19 of an application say which privileged intents a small app may use.
    flags = 0
    for intent, flag in ((1 << 8, 1 << 13), (1 << 1, 1 << 15), (1 << 15, 1 << 19)):
        if privileged & intent:
            flags |= flag
    return flags
