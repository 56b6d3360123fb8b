/** Where one is: the acting member and the channel, kept in the address so that two windows can be two people. */

import { store } from "./store.js";

/**
 * What the address says.
 *
 * @returns {{member: string | null, channel: string | null}}
 */
export function place() {
  const parameters = new URLSearchParams(window.location.hash.slice(1));
  return { member: parameters.get("member"), channel: parameters.get("channel") };
}

/**
 * The address of a member, for another window.
 *
 * @param {string} memberId
 * @param {string | null} [channelId]
 * @returns {string}
 */
export function addressOf(memberId, channelId) {
  return `#member=${memberId}${channelId ? `&channel=${channelId}` : ""}`;
}

/** Writes the present place into the address without a new step in the history. */
export function rememberPlace() {
  const address = addressOf(store.user.id, store.channelId);
  if (window.location.hash !== address) window.history.replaceState(null, "", address);
}

/**
 * Opens a channel, at a message if one is named.
 *
 * @param {string} channelId
 * @param {string} [messageId]
 */
export function navigate(channelId, messageId) {
  if (!store.channels.has(channelId)) return;
  if (store.channelId !== channelId) {
    const guildId = store.channels.get(channelId)?.guild_id ?? store.guildId;
    const elsewhere = guildId !== store.guildId;
    store.channelId = channelId;
    store.guildId = guildId;
    rememberPlace();
    if (elsewhere) store.emit("guild", guildId);
    store.emit("channel", channelId);
  }
  if (messageId) store.emit("jump", messageId);
}
