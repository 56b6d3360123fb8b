/** What the page knows. Everything drawn is drawn from here; views listen to topics and never keep a copy. */

import { ChannelType, Permission } from "./types.js";

/** @typedef {import("./types.js").Message} Message */
/** @typedef {import("./types.js").Channel} Channel */
/** @typedef {import("./types.js").Member} Member */
/** @typedef {import("./types.js").Interaction} Interaction */

/** @type {Member} */
const NOBODY = {
  id: "",
  username: "",
  global_name: null,
  nick: null,
  display_name: "",
  avatar_url: null,
  color: 0,
  bot: false,
  roles: [],
};

/**
 * A server as the page keeps it.
 *
 * @typedef {{id: string, name: string, owner_id: string, roles: Map<string, import("./types.js").Role>,
 *   members: Map<string, Member>}} Guild
 */

/** @type {Guild} */
const NOWHERE = { id: "", name: "", owner_id: "", roles: new Map(), members: new Map() };

/**
 * Compares two snowflakes by age.
 *
 * @param {string} left
 * @param {string} right
 * @returns {number}
 */
export function byAge(left, right) {
  return left.length - right.length || (left < right ? -1 : left > right ? 1 : 0);
}

class Store {
  /** @type {Map<string, Set<(detail: any) => void>>} */
  #listeners = new Map();

  ready = false;
  connected = false;
  /** Whom one acts as, whatever the server. @type {import("./types.js").User} */
  user = NOBODY;
  /** Everyone one can act as. @type {import("./types.js").User[]} */
  users = [];
  application = { id: "", name: "", description: "" };
  bot = { id: "", display_name: "", username: "", avatar_url: /** @type {string | null} */ (null), online: false };
  /** @type {Map<string, Guild>} */
  guilds = new Map();
  /** @type {string | null} the server that is shown */
  guildId = null;
  /** @type {Map<string, Channel>} */
  channels = new Map();
  /** @type {import("./types.js").Command[]} */
  commands = [];
  /** @type {Map<string, Map<string, Message>>} */
  messages = new Map();
  /** @type {Map<string, import("./types.js").Reading>} */
  reading = new Map();
  /** Interactions of this member without a first answer, and failed ones that are not dismissed. @type {Map<string, Interaction>} */
  interactions = new Map();
  /** @type {Map<string, string>} who is in which voice channel */
  voice = new Map();
  /** @type {string[]} */
  locales = [];
  /** @type {string | null} */
  channelId = null;

  /**
   * Calls back whenever something of the topic changed.
   *
   * @param {string} topic
   * @param {(detail: any) => void} listener
   */
  on(topic, listener) {
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  /**
   * @param {string} topic
   * @param {any} [detail]
   */
  emit(topic, detail) {
    for (const listener of [...(this.#listeners.get(topic) ?? [])]) listener(detail);
  }

  /** The server that is shown. @returns {Guild} */
  get guild() {
    return this.guilds.get(this.guildId ?? "") ?? NOWHERE;
  }

  /** Its roles. */
  get roles() {
    return this.guild.roles;
  }

  /** Its members. */
  get members() {
    return this.guild.members;
  }

  /** Whom one acts as, as a member of the server that is shown. @returns {Member} */
  get me() {
    return this.members.get(this.user.id) ?? { ...NOBODY, ...this.user };
  }

  /** The channels of the server that is shown. @returns {Channel[]} */
  get guildChannels() {
    return [...this.channels.values()].filter((channel) => channel.guild_id === this.guildId);
  }

  /** @returns {Channel | null} */
  get channel() {
    return (this.channelId && this.channels.get(this.channelId)) || null;
  }

  /** This member's direct messages with the bot. @returns {Channel | null} */
  get directChannel() {
    return [...this.channels.values()].find((channel) => channel.type === ChannelType.DIRECT) ?? null;
  }

  /**
   * The messages of a channel, oldest first.
   *
   * @param {string} channelId
   * @returns {Message[]}
   */
  messagesOf(channelId) {
    return [...(this.messages.get(channelId)?.values() ?? [])].sort((a, b) => byAge(a.id, b.id));
  }

  /** @param {Message} message */
  keepMessage(message) {
    const kept = this.messages.get(message.channel_id) ?? new Map();
    this.messages.set(message.channel_id, kept.set(message.id, message));
  }

  /**
   * The name people see.
   *
   * @param {{id: string, username?: string, global_name?: string | null, display_name?: string}} user
   * @returns {string}
   */
  nameOf(user) {
    const member = this.members.get(user.id);
    return member?.display_name || user.display_name || user.global_name || user.username || "Unknown member";
  }

  /**
   * What a channel is called in the list.
   *
   * @param {Channel} channel
   * @returns {string}
   */
  channelName(channel) {
    return channel.type === ChannelType.DIRECT ? this.bot.display_name || "Direct messages" : channel.name || "unnamed";
  }

  /**
   * Whether the acting member has a permission in a channel.
   *
   * @param {Channel} channel
   * @param {bigint} permission
   * @returns {boolean}
   */
  may(channel, permission) {
    if (channel.permissions === undefined) return true;
    const held = BigInt(channel.permissions);
    return (held & Permission.ADMINISTRATOR) !== 0n || (held & permission) !== 0n;
  }

  /** Whether the acting member may write where they are. @param {Channel} channel @returns {boolean} */
  mayWrite(channel) {
    if (channel.type === ChannelType.DIRECT) return true;
    if (channel.thread_metadata?.locked) return false;
    return this.may(channel, isThread(channel) ? Permission.SEND_IN_THREADS : Permission.SEND_MESSAGES);
  }
}

/**
 * @param {Channel} channel
 * @returns {boolean}
 */
export function isThread(channel) {
  return channel.type >= ChannelType.ANNOUNCEMENT_THREAD && channel.type <= ChannelType.PRIVATE_THREAD;
}

export const store = new Store();
