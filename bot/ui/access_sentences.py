"""What refusals of the gate and of servers' settings say; part of the table of sentences."""

from collections.abc import Iterable

from discord import Locale

from bot.domain import access, blocks
from bot.domain.ids import ChannelId
from bot.ui import refusals
from bot.ui.amounts import role_name
from bot.ui.figures import from_now
from bot.ui.sentences import sentence
from bot.ui.text import inline
from bot.ui.translation import translate, translate_plural

__all__ = ["sentence"]

_REASON_LIMIT = 200
_MOST_NAMED = 5


@sentence.register
def _(error: access.MemberDenied, locale: Locale) -> str:
    return translate(
        locale,
        "This server does not let you order songs. Nothing was charged; a moderator can tell you"
        " why.",
    )


@sentence.register
def _(error: access.RoleDenied, locale: Locale) -> str:
    return translate(
        locale,
        "This server does not let {role} order songs. Nothing was charged; a moderator can tell you"
        " why.",
        role=role_name(error.role_id, locale),
    )


@sentence.register
def _(error: access.ChannelDenied, locale: Locale) -> str:
    told = translate(
        locale,
        "Songs are not ordered in <#{channel}>. Nothing was charged.",
        channel=error.channel_id,
    )
    return _with_channels(told, error.song_channels, locale)


@sentence.register
def _(error: access.ChannelNotAllowed, locale: Locale) -> str:
    told = translate(locale, "Songs are not ordered in this channel. Nothing was charged.")
    return _with_channels(told, error.song_channels, locale)


@sentence.register
def _(error: access.RoleNeeded, locale: Locale) -> str:
    if not error.role_ids:
        return translate(
            locale,
            "Only certain members may order songs here. Nothing was charged; a moderator can let"
            " you.",
        )
    return translate(
        locale,
        "Songs are ordered here by members with one of these roles: {roles}. Nothing was charged; a"
        " moderator can give you one.",
        roles=_few(role_name(role_id, locale) for role_id in error.role_ids),
    )


@sentence.register
def _(error: access.ChannelAgeRestricted, locale: Locale) -> str:
    return translate(
        locale,
        "This server wants no songs ordered in age-restricted channels. Nothing was charged; use"
        " another channel.",
    )


@sentence.register
def _(error: access.AccountTooYoung, locale: Locale) -> str:
    told = translate_plural(
        locale,
        "Your Discord account has to be {count} day old to order songs here. Nothing was charged.",
        "Your Discord account has to be {count} days old to order songs here. Nothing was charged.",
        error.days,
    )
    if error.ends_at is None:
        return told
    return f"{told} {translate(locale, 'It will be {when}.', when=from_now(error.ends_at))}"


@sentence.register
def _(error: access.StayTooShort, locale: Locale) -> str:
    told = translate_plural(
        locale,
        "Members order songs here after {count} day on the server. Nothing was charged.",
        "Members order songs here after {count} days on the server. Nothing was charged.",
        error.days,
    )
    if error.ends_at is None:
        return told
    return f"{told} {translate(locale, 'You can {when}.', when=from_now(error.ends_at))}"


@sentence.register
def _(_error: access.NotForPersons, locale: Locale) -> str:
    return translate(
        locale,
        "I am not in this server or conversation, and whoever runs me lets nobody order where I am"
        " not. Nothing was charged. Order in a server that I am in; what you made is still in"
        " /song library.",
    )


@sentence.register
def _(error: access.TooManyRules, locale: Locale) -> str:
    return translate(
        locale,
        "A server can have {most} rules about who may order, and this one has them. Nothing was"
        " changed; remove some first, or let roles stand for their members.",
        most=error.most,
    )


@sentence.register
def _(error: blocks.MemberBlocked, locale: Locale) -> str:
    block = error.block
    where = (
        translate(locale, "The operator of this bot has blocked you everywhere.")
        if block.guild_id == blocks.EVERYWHERE
        else translate(locale, "A moderator of this server has blocked you from using me.")
    )
    end = (
        translate(locale, "It does not end by itself; ask them about it.")
        if block.ends_at is None
        else translate(locale, "It ends {when}.", when=from_now(block.ends_at))
    )
    charged = translate(locale, "Nothing was changed or charged.")
    reason = inline(block.reason, _REASON_LIMIT)
    told = f"{where} {end} {charged}"
    return f"{told}\n> {reason}" if reason else told


@sentence.register
def _(error: blocks.NotBlocked, locale: Locale) -> str:
    return translate(
        locale, "<@{member}> is not blocked here. Nothing was changed.", member=error.user_id
    )


@sentence.register
def _(error: blocks.CannotBlock, locale: Locale) -> str:
    return translate(
        locale,
        "<@{member}> cannot be blocked: bots, yourself and those who manage the server cannot."
        " Nothing was changed.",
        member=error.user_id,
    )


@sentence.register
def _(error: blocks.EndNotAhead, locale: Locale) -> str:
    return translate(
        locale,
        "“{given}” is no length of time for this. Nothing was changed; write it like 2h, 3d or 4w,"
        " ten years at most, or leave it out for good.",
        given=inline(error.given, 40),
    )


@sentence.register
def _(error: refusals.SettingsFileUnusable, locale: Locale) -> str:
    return translate(
        locale,
        "This file cannot be used: {problem}. Nothing was changed; /server settings export gives a"
        " file that can be.",
        problem=inline(error.problem, _REASON_LIMIT),
    )


def _with_channels(told: str, channels: tuple[ChannelId, ...], locale: Locale) -> str:
    if not channels:
        return f"{told} {translate(locale, 'Use another channel.')}"
    named = _few(f"<#{channel}>" for channel in channels)
    return f"{told} {translate(locale, 'Use {channels}.', channels=named)}"


def _few(names: Iterable[str]) -> str:
    every = list(names)
    return ", ".join(every[:_MOST_NAMED]) + (", …" if len(every) > _MOST_NAMED else "")
