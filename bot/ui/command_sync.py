"""Registering commands with Discord, only when they changed.

Each registration of a new name counts against a daily limit and makes clients reload, so it is done
when a fingerprint of all commands differs from the one that was registered last, or when Discord
does not have them.
"""

import hashlib
import json
from pathlib import Path
from typing import Protocol

import discord
import structlog
from discord import app_commands

log = structlog.get_logger(__name__)


class Fingerprints(Protocol):
    """Remembers what was registered last, by application."""

    def last(self, key: str) -> str | None:
        """Return what was remembered under `key`, or None."""
        ...

    def remember(self, key: str, fingerprint: str) -> None:
        """Remember a fingerprint in place of the former one."""
        ...


class FingerprintFile:
    """Fingerprints in a small JSON file. A missing or broken file is an empty one."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def last(self, key: str) -> str | None:
        """Return what was remembered under `key`, or None."""
        return self._read().get(key)

    def remember(self, key: str, fingerprint: str) -> None:
        """Remember a fingerprint in place of the former one.

        Raises:
            OSError: the file cannot be written.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True)
        content = json.dumps({**self._read(), key: fingerprint}, indent=2, sort_keys=True)
        unfinished = self._path.with_suffix(".part")
        unfinished.write_text(content, encoding="utf-8")
        unfinished.replace(self._path)

    def _read(self) -> dict[str, str]:
        try:
            content = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        if not isinstance(content, dict):
            return {}
        return {str(key): str(value) for key, value in content.items()}


async def sync_if_changed(
    tree: app_commands.CommandTree[discord.Client], fingerprints: Fingerprints
) -> bool:
    """Register the global commands if Discord does not have them as they are; tell if it was done.

    Raises:
        discord.HTTPException: Discord refused or could not be reached.
    """
    key = f"{tree.client.application_id}:global"
    fingerprint = await fingerprint_of(tree)
    if fingerprints.last(key) == fingerprint:
        registered = {(command.type.value, command.name) for command in await tree.fetch_commands()}
        if registered == _names(tree):
            return False
    commands = await tree.sync()
    fingerprints.remember(key, fingerprint)
    log.info("commands_registered", count=len(commands))
    return True


async def fingerprint_of(tree: app_commands.CommandTree[discord.Client]) -> str:
    """Return a digest of all global commands as they would be sent, translations included."""
    translator = tree.translator
    payload = [
        await command.get_translated_payload(tree, translator)
        if translator
        else command.to_dict(tree)
        for command in tree.get_commands()
    ]
    payload.sort(key=lambda entry: (int(entry.get("type", 1)), str(entry["name"])))
    canonical = json.dumps(payload, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _names(tree: app_commands.CommandTree[discord.Client]) -> set[tuple[int, str]]:
    return {
        (
            command.type.value if isinstance(command, app_commands.ContextMenu) else 1,
            command.name,
        )
        for command in tree.get_commands()
    }
