"""A server's settings as a file: JSON of this form, checked when it comes back."""

from collections.abc import Collection
from typing import Annotated, Literal

import discord
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.domain.access import Access, AccessRule, AccessScope, NewcomerRule, Verdict
from bot.domain.allowances import Allowance
from bot.domain.ids import EVERYONE, ChannelId, GuildId, RoleId
from bot.domain.jobs import JobKind
from bot.domain.limits import Limit, LimitScope, Measure
from bot.domain.periods import Period
from bot.domain.rules import FixedPrice, GuildRules, GuildTerms, TurnWeight
from bot.domain.server_log import LogEvent
from bot.domain.servers import Overdue, ReviewMode, ServerSettings
from bot.services.servers import MOST_RULES
from bot.services.settings_copies import SettingsCopy
from bot.ui.refusals import SettingsFileUnusable

MOST_BYTES = 128 * 1024
"""How large a file of settings may be."""

Snowflake = Annotated[int, Field(ge=0, lt=2**63)]
Whole = Annotated[int, Field(ge=0, lt=2**31)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RulePart(_Part):
    """A rule about access."""

    scope: AccessScope
    subject: Snowflake
    verdict: Verdict


class LimitPart(_Part):
    """A limit."""

    scope: LimitScope
    subject: Snowflake
    measure: Measure
    amount: Whole


class AllowancePart(_Part):
    """A role's allowance."""

    role: Snowflake
    amount: Whole
    period: Period
    carry_over: Whole


class PricePart(_Part):
    """A fixed price."""

    kind: JobKind
    model: Annotated[str, Field(max_length=60)]
    amount: Whole


class WeightPart(_Part):
    """A role's turns."""

    role: Snowflake
    weight: Whole


class SettingsFile(_Part):
    """Everything that a server's managers set, version 1 of its form.

    It holds as many terms as a server has, from before there were bounds; bringing it in checks
    how many may be set.
    """

    version: Literal[1]
    rules: Annotated[tuple[RulePart, ...], Field(max_length=MOST_RULES)]
    account_days: Whole
    stay_days: Whole
    age_restricted: bool
    log_channel: Snowflake | None
    alert_role: Snowflake | None
    alerts: tuple[LogEvent, ...]
    review: ReviewMode
    review_channel: Snowflake | None
    review_first: Whole
    review_hours: Whole
    review_overdue: Overdue
    report_threshold: Whole
    model: Annotated[str, Field(max_length=60)]
    language: Annotated[str, Field(max_length=10)]
    prompts_kept_days: Whole | None
    time_zone: Annotated[str, Field(max_length=64)]
    welcome: Whole | None
    wallet_pays: bool
    monthly_ceiling: Whole | None
    price_percent: Whole
    gifts: bool
    gift_ceiling: Whole | None
    limits: tuple[LimitPart, ...]
    allowances: tuple[AllowancePart, ...]
    prices: tuple[PricePart, ...]
    weights: tuple[WeightPart, ...]


def to_file(copy: SettingsCopy) -> bytes:
    """Return a server's settings as a file."""
    settings, rules = copy.settings, copy.terms.rules
    access = settings.access
    file = SettingsFile(
        version=1,
        rules=tuple(
            RulePart(scope=rule.scope, subject=rule.subject_id, verdict=rule.verdict)
            for rule in sorted(access.rules, key=lambda each: (each.scope, each.subject_id))
        ),
        account_days=access.newcomers.account_days,
        stay_days=access.newcomers.stay_days,
        age_restricted=access.age_restricted,
        log_channel=settings.log_channel_id,
        alert_role=settings.alert_role_id,
        alerts=tuple(sorted(settings.alerts)),
        review=settings.review,
        review_channel=settings.review_channel_id,
        review_first=settings.review_first,
        review_hours=settings.review_hours,
        review_overdue=settings.review_overdue,
        report_threshold=settings.report_threshold,
        model=settings.model,
        language=settings.language,
        prompts_kept_days=settings.prompts_kept_days,
        time_zone=rules.time_zone,
        welcome=rules.welcome,
        wallet_pays=rules.wallet_pays,
        monthly_ceiling=rules.monthly_ceiling,
        price_percent=rules.price_percent,
        gifts=rules.gifts,
        gift_ceiling=rules.gift_ceiling,
        limits=tuple(
            LimitPart(
                scope=each.scope, subject=each.subject_id, measure=each.measure, amount=each.amount
            )
            for each in copy.terms.limits
        ),
        allowances=tuple(
            AllowancePart(
                role=each.role_id,
                amount=each.amount,
                period=each.period,
                carry_over=each.carry_over,
            )
            for each in copy.terms.allowances
        ),
        prices=tuple(
            PricePart(kind=each.kind, model=each.model, amount=each.amount)
            for each in copy.terms.prices
        ),
        weights=tuple(
            WeightPart(role=each.role_id, weight=each.weight) for each in copy.terms.weights
        ),
    )
    return file.model_dump_json(indent=2).encode()


def read_file(content: bytes) -> SettingsFile:
    """Read a file of settings.

    Raises:
        SettingsFileUnusable: it is none, with the first reason why.
    """
    if len(content) > MOST_BYTES:
        raise SettingsFileUnusable(f"it is larger than {MOST_BYTES // 1024} KiB")
    try:
        return SettingsFile.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise SettingsFileUnusable(f"{where}: {first['msg']}" if where else first["msg"]) from None


def from_file(file: SettingsFile, guild: discord.Guild) -> tuple[SettingsCopy, int]:
    """Return a file's settings for a server, and how many of its parts are left out.

    Left out is what names channels and roles that this server does not have.
    """
    guild_id = GuildId(guild.id)
    channels = {channel.id for channel in guild.channels}
    roles = {EVERYONE, *(role.id for role in guild.roles)}
    rules = [rule for rule in file.rules if _is_here(rule, channels, roles)]
    limits = [limit for limit in file.limits if _holds_here(limit, channels, roles)]
    allowances = [each for each in file.allowances if each.role in roles]
    weights = [each for each in file.weights if each.role in roles]
    named = (
        (file.log_channel, channels),
        (file.review_channel, channels),
        (file.alert_role, roles),
    )
    missing = sum(1 for number, known in named if number is not None and number not in known)
    parts = ((file.rules, rules), (file.limits, limits))
    left_out = missing + sum(len(whole) - len(kept) for whole, kept in parts)
    left_out += len(file.allowances) - len(allowances) + len(file.weights) - len(weights)
    settings = _settings(file, guild_id, rules, channels, roles)
    terms = GuildTerms(
        rules=GuildRules(
            guild_id,
            file.time_zone,
            file.welcome,
            file.wallet_pays,
            file.monthly_ceiling,
            file.price_percent,
            file.gifts,
            file.gift_ceiling,
        ),
        limits=tuple(
            Limit(guild_id, each.scope, each.subject, each.measure, each.amount) for each in limits
        ),
        allowances=tuple(
            Allowance(guild_id, RoleId(each.role), each.amount, each.period, each.carry_over)
            for each in allowances
        ),
        prices=tuple(
            FixedPrice(guild_id, each.kind, each.model, each.amount) for each in file.prices
        ),
        weights=tuple(TurnWeight(guild_id, RoleId(each.role), each.weight) for each in weights),
    )
    return SettingsCopy(settings, terms), left_out


def _settings(
    file: SettingsFile,
    guild_id: GuildId,
    rules: Collection[RulePart],
    channels: Collection[int],
    roles: Collection[int],
) -> ServerSettings:
    return ServerSettings(
        guild_id=guild_id,
        access=Access(
            frozenset(AccessRule(rule.scope, rule.subject, rule.verdict) for rule in rules),
            NewcomerRule(file.account_days, file.stay_days),
            file.age_restricted,
        ),
        log_channel_id=_channel(file.log_channel, channels),
        alert_role_id=_role(file.alert_role, roles),
        alerts=frozenset(file.alerts),
        review=file.review,
        review_channel_id=_channel(file.review_channel, channels),
        review_first=file.review_first,
        review_hours=file.review_hours,
        review_overdue=file.review_overdue,
        report_threshold=file.report_threshold,
        model=file.model,
        language=file.language,
        prompts_kept_days=file.prompts_kept_days,
    )


def _channel(number: int | None, channels: Collection[int]) -> ChannelId | None:
    return ChannelId(number) if number is not None and number in channels else None


def _role(number: int | None, roles: Collection[int]) -> RoleId | None:
    return RoleId(number) if number is not None and number in roles else None


def _is_here(rule: RulePart, channels: Collection[int], roles: Collection[int]) -> bool:
    if rule.scope is AccessScope.CHANNEL:
        return rule.subject in channels
    return rule.scope is AccessScope.MEMBER or rule.subject in roles


def _holds_here(limit: LimitPart, channels: Collection[int], roles: Collection[int]) -> bool:
    if limit.scope is LimitScope.CHANNEL:
        return limit.subject in channels
    return limit.scope is not LimitScope.ROLE or limit.subject in roles
