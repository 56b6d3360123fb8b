/** What can be chosen in a select menu or a command's option: members, roles, channels, given choices. */

import { avatar, cssColor } from "./avatars.js";
import { element } from "./dom.js";
import { icon } from "./icons.js";
import { store } from "./store.js";
import { ChannelType, ComponentType, OptionType } from "./types.js";

/**
 * One thing to choose.
 *
 * @typedef {{value: string, label: string, detail?: string, lead?: () => Node, kind?: string}} Candidate
 */

/** @returns {Candidate[]} */
export function memberCandidates() {
  return [...store.members.values()]
    .map((member) => ({
      value: member.id,
      label: member.display_name,
      detail: member.username,
      lead: () => avatar(member, "small"),
      kind: "user",
    }))
    .sort(byLabel);
}

/** @returns {Candidate[]} */
function roleCandidates() {
  const roles = [...store.roles.values()].sort((a, b) => b.position - a.position);
  return roles.map((role) => ({
    value: role.id,
    label: role.id === store.guild.id ? "everyone" : role.name,
    detail: "role",
    lead: () => roleDot(role.color),
    kind: "role",
  }));
}

/**
 * @param {number} color
 * @returns {HTMLElement}
 */
function roleDot(color) {
  const dot = element("span", { class: "role-dot", "aria-hidden": "true" });
  const css = cssColor(color);
  if (css) dot.style.setProperty("--role", css);
  return dot;
}

/** @type {Record<number, import("./icons.js").IconName>} */
const CHANNEL_ICONS = {
  [ChannelType.DIRECT]: "direct",
  [ChannelType.VOICE]: "voice",
  [ChannelType.STAGE]: "voice",
  [ChannelType.FORUM]: "forum",
  [ChannelType.ANNOUNCEMENT_THREAD]: "thread",
  [ChannelType.PUBLIC_THREAD]: "thread",
  [ChannelType.PRIVATE_THREAD]: "thread",
};

/**
 * @param {number} type
 * @returns {SVGElement}
 */
export function channelIcon(type) {
  return icon(CHANNEL_ICONS[type] ?? "hash");
}

/**
 * @param {number[]} [types] which kinds; all when left out
 * @returns {Candidate[]}
 */
function channelCandidates(types) {
  const channels = store.guildChannels;
  return channels
    .filter((channel) => !types?.length || types.includes(channel.type))
    .sort((a, b) => (a.position ?? 0) - (b.position ?? 0))
    .map((channel) => ({
      value: channel.id,
      label: store.channelName(channel),
      detail: channel.parent_id ? (store.channels.get(channel.parent_id)?.name ?? undefined) : undefined,
      lead: () => channelIcon(channel.type),
      kind: "channel",
    }));
}

/**
 * The candidates of a command's option, or null when it is typed freely.
 *
 * @param {import("./types.js").CommandOption} option
 * @returns {Candidate[] | null}
 */
export function optionCandidates(option) {
  if (option.choices?.length) {
    return option.choices.map((choice) => ({
      value: String(choice.value),
      label: choice.name_localizations?.[store.user.locale ?? ""] ?? choice.name,
    }));
  }
  switch (option.type) {
    case OptionType.BOOLEAN:
      return [
        { value: "true", label: "True" },
        { value: "false", label: "False" },
      ];
    case OptionType.USER:
      return memberCandidates();
    case OptionType.ROLE:
      return roleCandidates();
    case OptionType.CHANNEL:
      return channelCandidates(option.channel_types);
    case OptionType.MENTIONABLE:
      return [...memberCandidates(), ...roleCandidates()];
    default:
      return null;
  }
}

/**
 * The candidates of a select menu.
 *
 * @param {import("./types.js").Component} select
 * @returns {Candidate[]}
 */
export function selectCandidates(select) {
  switch (select.type) {
    case ComponentType.USER_SELECT:
      return memberCandidates();
    case ComponentType.ROLE_SELECT:
      return roleCandidates();
    case ComponentType.MENTIONABLE_SELECT:
      return [...memberCandidates(), ...roleCandidates()];
    case ComponentType.CHANNEL_SELECT:
      return channelCandidates(select.channel_types);
    default:
      return (select.options ?? []).map((option) => ({
        value: option.value,
        label: option.label,
        detail: option.description,
        lead: option.emoji ? () => emojiNode(option.emoji) : undefined,
      }));
  }
}

/**
 * Those that fit what was typed: label first, then the small print.
 *
 * @param {Candidate[]} candidates
 * @param {string} typed
 * @returns {Candidate[]}
 */
export function matching(candidates, typed) {
  const wanted = typed.trim().replace(/^[@#]/, "").toLocaleLowerCase();
  if (!wanted) return candidates;
  const starts = candidates.filter((candidate) => candidate.label.toLocaleLowerCase().startsWith(wanted));
  const holds = candidates.filter(
    (candidate) =>
      !starts.includes(candidate) &&
      `${candidate.label} ${candidate.detail ?? ""}`.toLocaleLowerCase().includes(wanted),
  );
  return [...starts, ...holds];
}

/**
 * An emoji; one of a server's own by its name, since its picture is Discord's.
 *
 * @param {import("./types.js").Emoji | undefined} emoji
 * @returns {HTMLElement}
 */
export function emojiNode(emoji) {
  const own = Boolean(emoji?.id);
  return element(
    "span",
    { class: own ? "emoji emoji-name" : "emoji", "aria-hidden": own ? null : "true" },
    own ? `:${emoji?.name}:` : emoji?.name,
  );
}

/** @param {Candidate} a @param {Candidate} b @returns {number} */
function byLabel(a, b) {
  return a.label.localeCompare(b.label);
}
