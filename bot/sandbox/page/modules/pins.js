/** The pinned messages of the open channel, as a menu that leads to each. */

import { openMenu } from "./menu.js";
import { navigate } from "./navigation.js";
import { request } from "./server.js";
import { store } from "./store.js";

/** @typedef {import("./types.js").Component} Component */
/** @typedef {import("./types.js").Message} Message */

const MOST_LETTERS = 80;

/**
 * Opens the list of pinned messages.
 *
 * @param {HTMLElement} anchor
 */
export async function openPins(anchor) {
  const query = new URLSearchParams({ member: store.user.id, channel: store.channelId ?? "" });
  /** @type {Message[]} */
  let pinned;
  try {
    pinned = await request("GET", `/sandbox/pins?${query}`);
  } catch (error) {
    store.emit("trouble", /** @type {Error} */ (error).message);
    return;
  }
  const lines = pinned.map((message) => ({
    label: summaryOf(message),
    detail: store.nameOf(message.author),
    icon: /** @type {const} */ ("pin"),
    key: message.id,
    run: () => navigate(message.channel_id, message.id),
  }));
  openMenu(anchor, "Pinned messages", [
    { label: lines.length ? "Pinned messages" : "Nothing is pinned in this channel." },
    ...lines,
  ]);
}

/**
 * @param {Message} message
 * @returns {string} the first words of what it shows, without marks
 */
function summaryOf(message) {
  const embed = message.embeds[0];
  const text = message.content || embed?.title || embed?.description || firstText(message.components ?? []) || "";
  const line = text.split("\n", 1)[0].replace(/[*_`~|#>\\]/g, "").trim();
  return line.slice(0, MOST_LETTERS) || "A message without words";
}

/**
 * @param {Component[]} components
 * @returns {string | null}
 */
function firstText(components) {
  for (const component of components) {
    const found = component.content || firstText(component.components ?? []);
    if (found) return found;
  }
  return null;
}
