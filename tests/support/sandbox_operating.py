"""Operates a running sandbox: its journal, clock, faults, and changes of its servers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import JsonValue, TypeAdapter

from tests.support.sandbox_state import target_in
from tests.support.sandbox_views import SeenError, SeenGateway, SeenRequest
from tests.support.sandbox_watching import SandboxWatcher


class SandboxOperator(SandboxWatcher):
    """Does what only an operator, a server's owner or Discord itself can."""

    async def requests(self, after: int = 0) -> list[SeenRequest]:
        """Give what the bot sent, in order, after a number."""
        answer = await self.call("GET", f"/sandbox/requests?after={after}")
        return TypeAdapter(list[SeenRequest]).validate_python(answer)

    async def errors(self) -> list[SeenError]:
        """Give what must not happen and did."""
        answer = await self.call("GET", "/sandbox/errors")
        return TypeAdapter(list[SeenError]).validate_python(answer)

    async def clear_errors(self) -> None:
        """Forget errors that a test provoked."""
        await self.call("DELETE", "/sandbox/errors")

    async def advance(self, seconds: float) -> None:
        """Let the sandbox's time pass at once."""
        await self.call("POST", "/sandbox/clock", {"advance_seconds": seconds})

    async def fault(self, **wish: str | float | bool) -> int:
        """Arm a fault (see `bot.sandbox.faults.FaultBody`; `global_` for `global`)."""
        body: dict[str, JsonValue] = {name.rstrip("_"): value for name, value in wish.items()}
        answer = await self.call("POST", "/sandbox/faults", body)
        return int(str(answer["id"])) if isinstance(answer, dict) else 0

    async def disarm(self) -> None:
        """Take all faults away."""
        await self.call("DELETE", "/sandbox/faults")

    async def disturb_gateway(
        self,
        action: Literal["drop", "close", "reconnect", "invalidate"],
        *,
        code: int = 4000,
        resumable: bool = True,
    ) -> None:
        """Cut, close or invalidate the bot's gateway connections."""
        body: dict[str, JsonValue] = {"action": action, "code": code, "resumable": resumable}
        await self.call("POST", "/sandbox/gateway", body)

    async def gateway(self) -> SeenGateway:
        """Give the bot's gateway sessions and their history."""
        return SeenGateway.model_validate(await self.call("GET", "/sandbox/gateway"))

    async def permit(
        self,
        target: str,
        *,
        channel: str | int | None = None,
        allow: Sequence[str] = (),
        deny: Sequence[str] = (),
        clear: Sequence[str] = (),
    ) -> None:
        """Give or take permissions by Discord's names; `target` is "bot", a role or a member."""
        owner = str((await self.state(None)).guilds[0].owner_id)
        body: dict[str, JsonValue] = {
            "target": await self.look(owner, lambda state: target_in(state, target)),
            "allow": list[JsonValue](allow),
            "deny": list[JsonValue](deny),
            "clear": list[JsonValue](clear),
        }
        if channel is not None:
            body["channel"] = str(await self.channel(None, channel))
        await self.call("POST", "/sandbox/permissions", body)

    async def change_member(self, member: str, **changes: str | bool | None) -> None:
        """Change someone's `nick`, `locale`, `accepts_direct_messages`, `installed_app` ….

        All of `bot.sandbox.browser.bodies.MemberChange` but roles.
        """
        body: dict[str, JsonValue] = dict(changes)
        await self.call("PATCH", f"/sandbox/members/{await self.person(member)}", body)

    async def change_channel(self, channel: str | int, **changes: str | bool) -> None:
        """Change a channel's `name` or `topic`; a thread's `archived` or `locked`."""
        body: dict[str, JsonValue] = dict(changes)
        await self.call("PATCH", f"/sandbox/channels/{await self.channel(None, channel)}", body)

    async def delete_channel(self, channel: str | int) -> None:
        """Delete a channel or thread."""
        await self.call("DELETE", f"/sandbox/channels/{await self.channel(None, channel)}")

    async def add_guild(
        self, name: str, *, members: Sequence[str] = (), with_bot: bool = True
    ) -> int:
        """Let another server, owned as the first one is, add the bot; gives its id."""
        body: dict[str, JsonValue] = {"name": name, "with_bot": with_bot}
        body["members"] = [str(await self.person(member)) for member in members]
        answer = await self.call("POST", "/sandbox/guilds", body)
        return int(str(answer["id"])) if isinstance(answer, dict) else 0

    async def remove_bot(self, guild_id: int) -> None:
        """Throw the bot out of a server."""
        await self.call("DELETE", f"/sandbox/guilds/{guild_id}")
