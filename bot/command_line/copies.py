"""`python -m bot backup` and `python -m bot restore`."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bot.bootstrap.backups import FOLDER
from bot.bootstrap.lock import data_folder_alone
from bot.settings import Settings
from storage import back_up, backup_name, discard_old_backups, restore

Say = Callable[[str], None]


def make_backup(settings: Settings, target: Path | None, keep: int | None, say: Say) -> bool:
    """Copy the database, by default into the folder of backups, where old ones are removed.

    A file named by `target` is made by itself; nothing is removed then unless `keep` says so, and
    that in its folder. Returns False when the books in the copy are wrong.

    Raises:
        SetupError: no copy could be made.
    """
    now = datetime.now(UTC)
    path = target or settings.place.data_dir / FOLDER / backup_name(now)
    made = back_up(settings.database_url, path)
    say(f"The backup {made.path} holds {made.size_bytes:,} bytes and was read again.")
    if keep is None and target is None:
        keep = settings.backup.keep
    if keep is not None:
        removed = discard_old_backups(path.parent, keep, now=now)
        say(f"Older backups removed: {len(removed)}.")
    return _tell_findings(made.discrepancies, say)


def restore_backup(settings: Settings, source: Path, say: Say, *, moved: bool) -> bool:
    """Put a copy in the database's place; returns False when the books in it are wrong.

    Raises:
        SetupError: a bot runs, or the copy or the database's folder cannot be used.
    """
    with data_folder_alone(settings.place.data_dir):
        done = restore(settings.database_url, source, now=datetime.now(UTC), moved=moved)
    say(f"The database is as it was in {source}.")
    if done.replaced:
        say(f"What it replaced is kept as {done.replaced}.")
    if done.withheld:
        say(
            f"Orders that waited in the backup: {done.withheld}. They may have been sent since, so"
            " they are not sent again and end without a charge."
        )
    return _tell_findings(done.discrepancies, say)


def _tell_findings(findings: tuple[str, ...], say: Say) -> bool:
    for finding in findings:
        say(f"The books in it are wrong: {finding}")
    return not findings
