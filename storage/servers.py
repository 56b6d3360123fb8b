"""What servers' managers set besides credits, in the database."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, delete, select

from bot.domain.access import Access, AccessRule, NewcomerRule
from bot.domain.ids import ChannelId, GuildId, RoleId
from bot.domain.server_log import LogEvent
from bot.domain.servers import ServerSettings
from storage.columns import UtcTime
from storage.connections import Connection
from storage.dialects import insert_or_update
from storage.tables import AnyRow, access_rules, guild_settings

_SETTINGS = select(guild_settings).where(guild_settings.c.guild_id == bindparam("of_guild"))
_RULES = select(access_rules).where(access_rules.c.guild_id == bindparam("of_guild"))
_SAVE = insert_or_update(
    guild_settings,
    unique=(guild_settings.c.guild_id,),
    changes=lambda new: {
        column.name: new[column.name]
        for column in guild_settings.c
        if column.name not in {"guild_id", "greeted_at"}
    },
)
_GREET = insert_or_update(
    guild_settings,
    unique=(guild_settings.c.guild_id,),
    changes=lambda _: {"greeted_at": bindparam("now", type_=UtcTime)},
    where=guild_settings.c.greeted_at.is_(None),
    returning=(guild_settings.c.guild_id,),
)
_CLEAR = delete(access_rules).where(access_rules.c.guild_id == bindparam("of_guild"))


class SqlServers:
    """`ServerRepository` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def settings(self, guild_id: GuildId) -> ServerSettings:
        """Return a server's settings; the defaults when nobody set any."""
        of_guild = {"of_guild": guild_id}
        row = self._connection.execute(_SETTINGS, of_guild).one_or_none()
        if row is None:
            return ServerSettings(guild_id)
        return _settings(row, self._connection.execute(_RULES, of_guild))

    def save(self, settings: ServerSettings) -> None:
        """Replace a server's settings, rules about access included."""
        guild_id = settings.guild_id
        self._connection.execute(_SAVE.on(self._connection), _columns(settings))
        self._connection.execute(_CLEAR, {"of_guild": guild_id})
        rules = [
            {
                "guild_id": guild_id,
                "scope": rule.scope,
                "subject_id": rule.subject_id,
                "verdict": rule.verdict,
            }
            for rule in settings.access.rules
        ]
        if rules:
            self._connection.execute(access_rules.insert(), rules)

    def greet(self, guild_id: GuildId, now: datetime) -> bool:
        """Remember that the bot introduced itself to a server; False when it did before."""
        columns = _columns(ServerSettings(guild_id)) | {"greeted_at": now, "now": now}
        greeted = self._connection.execute(_GREET.on(self._connection), columns)
        return greeted.one_or_none() is not None


def _columns(settings: ServerSettings) -> dict[str, object]:
    access = settings.access
    return {
        "guild_id": settings.guild_id,
        "greeted_at": None,
        "account_days": access.newcomers.account_days,
        "stay_days": access.newcomers.stay_days,
        "age_restricted": int(access.age_restricted),
        "log_channel_id": settings.log_channel_id,
        "alert_role_id": settings.alert_role_id,
        "alerts": " ".join(sorted(settings.alerts)),
        "review": settings.review,
        "review_channel_id": settings.review_channel_id,
        "review_first": settings.review_first,
        "review_hours": settings.review_hours,
        "review_overdue": settings.review_overdue,
        "report_threshold": settings.report_threshold,
        "model": settings.model,
        "language": settings.language,
        "prompts_kept_days": settings.prompts_kept_days,
    }


def _settings(row: AnyRow, rules: Iterable[AnyRow]) -> ServerSettings:
    return ServerSettings(
        guild_id=GuildId(row.guild_id),
        access=Access(
            frozenset(AccessRule(rule.scope, rule.subject_id, rule.verdict) for rule in rules),
            NewcomerRule(row.account_days, row.stay_days),
            bool(row.age_restricted),
        ),
        log_channel_id=_channel(row.log_channel_id),
        alert_role_id=None if row.alert_role_id is None else RoleId(row.alert_role_id),
        alerts=frozenset(LogEvent(event) for event in row.alerts.split()),
        review=row.review,
        review_channel_id=_channel(row.review_channel_id),
        review_first=row.review_first,
        review_hours=row.review_hours,
        review_overdue=row.review_overdue,
        report_threshold=row.report_threshold,
        model=row.model,
        language=row.language,
        prompts_kept_days=row.prompts_kept_days,
    )


def _channel(number: int | None) -> ChannelId | None:
    return None if number is None else ChannelId(number)
