/** Acting as a member: the snapshot of what they may see, and every event applied to the store. */

import { atLeast, setClock } from "./clock.js";
import { place, rememberPlace } from "./navigation.js";
import { EventStream, request } from "./server.js";
import { store } from "./store.js";
import { ChannelType, MessageFlag } from "./types.js";

/** @type {EventStream | null} */
let stream = null;

/**
 * Becomes a member: forgets what the last one saw and loads what this one may see.
 *
 * @param {string | null} memberId null, or someone who is not there, for the first ordinary member
 */
export async function actAs(memberId) {
  stream?.close();
  const id = await present(memberId);
  stream = new EventStream(
    id,
    () => load(id),
    apply,
    () => {
      store.connected = false;
      store.emit("connection");
      // A sandbox that was started anew may have other members.
      present(id).then(
        (found) => (found === id ? undefined : actAs(found)),
        () => undefined,
      );
    },
  );
}

/**
 * The member if there is one, else the first ordinary member.
 *
 * @param {string | null} memberId
 * @returns {Promise<string>}
 */
async function present(memberId) {
  const { users, me } = await request("GET", "/sandbox/state");
  const found = users.find((/** @type {{id: string}} */ user) => user.id === memberId) ?? me;
  return found.id;
}

/** @param {string} memberId */
async function load(memberId) {
  const state = await request("GET", `/sandbox/state?member=${memberId}`);
  if (stream?.memberId !== memberId) return;
  const changed = store.user.id !== state.me.id;
  setClock(state.now);
  store.user = state.me;
  store.users = state.users;
  store.application = state.application;
  store.bot = state.bot;
  store.commands = state.commands;
  store.locales = state.locales ?? [];
  store.channels = new Map();
  store.guilds = new Map();
  state.guilds.forEach(takeGuild);
  if (state.direct_channel) store.channels.set(state.direct_channel.id, state.direct_channel);
  store.messages = new Map(
    Object.entries(state.messages).map(([channelId, messages]) => [
      channelId,
      new Map(messages.map((/** @type {any} */ message) => [message.id, message])),
    ]),
  );
  store.reading = new Map(Object.entries(state.reading ?? {}));
  const failed = changed ? [] : [...store.interactions.values()].filter((interaction) => interaction.reason);
  store.interactions = new Map([...failed, ...(state.pending ?? [])].map((kept) => [kept.interaction_id, kept]));
  settle();
  store.connected = true;
  store.ready = true;
  rememberPlace();
  store.emit("connection");
  store.emit("ready");
}

/** Goes where the address says, or else to the first channel there is, when the open one is gone. */
function settle() {
  const asked = place().channel;
  if (!store.guilds.has(store.guildId ?? "")) store.guildId = [...store.guilds.keys()][0] ?? null;
  if (!store.channelId || !store.channels.has(store.channelId)) {
    store.channelId = asked && store.channels.has(asked) ? asked : firstChannel();
  }
  store.guildId = store.channel?.guild_id ?? store.guildId;
}

/** @returns {string | null} the channel to begin with in the server that is shown */
export function firstChannel() {
  const texts = store.guildChannels.filter((channel) => channel.type === ChannelType.TEXT);
  texts.sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
  return (texts.find((channel) => channel.name === "songs") ?? texts[0])?.id ?? null;
}

/** @param {any} guild with its roles, members and channels as lists */
function takeGuild(guild) {
  forgetChannelsOf(guild.id);
  store.guilds.set(guild.id, {
    ...guild,
    roles: new Map(guild.roles.map((/** @type {any} */ role) => [role.id, role])),
    members: new Map(guild.members.map((/** @type {any} */ member) => [member.id, member])),
  });
  takeSelf(store.guilds.get(guild.id)?.members.get(store.user.id));
  for (const channel of guild.channels) store.channels.set(channel.id, channel);
  for (const state of guild.voice_states ?? []) store.voice.set(state.user_id, state.channel_id);
}

/** A member says of the acting person what holds in every server: the language. @param {any} member */
function takeSelf(member) {
  if (member?.id === store.user.id) store.user = { ...store.user, locale: member.locale };
}

/** @param {string} guildId */
function forgetChannelsOf(guildId) {
  for (const [id, channel] of store.channels) if (channel.guild_id === guildId) store.channels.delete(id);
}

/** After servers or channels changed: somewhere that is still there. */
function resettle() {
  const before = store.channelId;
  settle();
  if (store.channelId !== before) {
    rememberPlace();
    store.emit("channel", store.channelId);
  }
  store.emit("members");
  store.emit("channels");
}

/** @type {Record<string, (event: any) => void>} */
const APPLY = {
  hello: (event) => setClock(event.now),
  message_create: (event) => keepMessage(event.message, true),
  message_update: (event) => keepMessage(event.message, false),
  message_delete: (event) => dropMessages(event.channel_id, [event.message_id]),
  message_delete_bulk: (event) => dropMessages(event.channel_id, event.message_ids),
  commands_update: (event) => {
    store.commands = event.commands;
    store.emit("commands");
  },
  channel_create: (event) => keepChannel(event.channel),
  channel_update: (event) => keepChannel(event.channel),
  channel_delete: (event) => dropChannel(event.channel ?? { id: event.channel_id }),
  thread_create: (event) => keepChannel(event.channel),
  thread_update: (event) => keepChannel(event.channel),
  thread_delete: (event) => dropChannel(event.channel ?? { id: event.channel_id }),
  guild_update: (event) => {
    takeGuild(event.guild);
    resettle();
  },
  guild_delete: (event) => {
    forgetChannelsOf(event.guild_id);
    store.guilds.delete(event.guild_id);
    resettle();
  },
  member_update: (event) => {
    store.guilds.get(event.guild_id)?.members.set(event.member.id, event.member);
    takeSelf(event.member);
    store.emit("members");
  },
  reading: (event) => {
    store.reading.set(event.channel_id, event);
    store.emit("reading");
  },
  typing: (event) => store.emit("typing", event),
  interaction_pending: (event) => {
    if (event.kind !== "autocomplete") store.interactions.set(event.interaction_id, event);
    store.emit("interactions", event);
  },
  interaction_answered: (event) => {
    store.interactions.delete(event.interaction_id);
    store.emit("interactions", event);
    store.emit("answered", event);
  },
  interaction_failed: (event) => {
    const known = store.interactions.get(event.interaction_id);
    if (event.kind !== "autocomplete") store.interactions.set(event.interaction_id, { ...known, ...event });
    store.emit("interactions", event);
    store.emit("failed", event);
  },
  modal_open: (event) => store.emit("modal", event),
  autocomplete_result: (event) => store.emit("autocomplete", event),
  bot_online: () => setBot(true),
  bot_offline: () => setBot(false),
  voice_state: (event) => {
    if (event.channel_id) store.voice.set(event.user_id, event.channel_id);
    else store.voice.delete(event.user_id);
    store.emit("channels");
  },
  notification: (event) => store.emit("notification", event.message),
};

/**
 * Applies one event; kinds the page does not know are passed over.
 *
 * @param {any} event
 */
function apply(event) {
  APPLY[event.type]?.(event);
}

/** @param {import("./types.js").Message} message @param {boolean} created */
function keepMessage(message, created) {
  const known = store.messages.get(message.channel_id)?.has(message.id) ?? false;
  store.keepMessage(message);
  if (created) atLeast(message.timestamp);
  const finished = ((message.flags ?? 0) & MessageFlag.LOADING) === 0;
  store.emit("message", { message, created: created && !known, finished });
}

/** @param {string} channelId @param {string[]} messageIds */
function dropMessages(channelId, messageIds) {
  for (const id of messageIds) store.messages.get(channelId)?.delete(id);
  store.emit("messages-deleted", { channelId, messageIds });
}

/** @param {import("./types.js").Channel} channel */
function keepChannel(channel) {
  store.channels.set(channel.id, channel);
  store.emit("channels");
}

/** @param {{id: string}} channel */
function dropChannel(channel) {
  store.channels.delete(channel.id);
  store.messages.delete(channel.id);
  resettle();
}

/** @param {boolean} online */
function setBot(online) {
  store.bot = { ...store.bot, online };
  store.emit("bot");
}
