/** What one can do with a message: reply, edit, delete, copy, and the application's message commands. */

import { localName, menuCommands } from "./commands.js";
import { useCommand } from "./interactions.js";
import { openMenu } from "./menu.js";
import { request } from "./server.js";
import { store } from "./store.js";
import { CommandType, MessageFlag, Permission } from "./types.js";

/** @typedef {import("./types.js").Message} Message */

/**
 * Begins a reply in the composer.
 *
 * @param {Message} message
 */
export function startReply(message) {
  store.emit("reply", message);
}

/**
 * Opens the menu of a message.
 *
 * @param {HTMLElement} anchor
 * @param {Message} message
 * @param {{x: number, y: number}} [at] the pointer
 */
export function openMessageMenu(anchor, message, at) {
  const apps = menuCommands(CommandType.MESSAGE).map((command) => ({
    label: localName(command),
    icon: /** @type {const} */ ("slash"),
    key: `command-${command.name}`,
    run: () => useCommand(command.id, [], message.id).catch(tellTrouble),
  }));
  openMenu(
    anchor,
    "Message",
    [
      ...(apps.length ? [{ label: "Apps" }, ...apps, { label: "Message" }] : []),
      { label: "Reply", icon: "reply", key: "reply", run: () => startReply(message) },
      { label: "Copy text", icon: "file", key: "copy-text", run: () => copy(message.content) },
      { label: "Copy message link", icon: "external", key: "copy-link", run: () => copy(linkOf(message)) },
      ...ownActions(message),
    ],
    { at },
  );
}

/** @param {Message} message @returns {import("./menu.js").MenuItem[]} */
function ownActions(message) {
  const channel = store.channels.get(message.channel_id);
  const mine = message.author.id === store.user.id;
  const ephemeral = ((message.flags ?? 0) & MessageFlag.EPHEMERAL) !== 0;
  const mayDelete = mine || ephemeral || (channel && store.may(channel, Permission.MANAGE_MESSAGES));
  /** @type {import("./menu.js").MenuItem[]} */
  const items = [];
  if (mine) items.push({ label: "Edit", icon: "note", key: "edit", run: () => store.emit("edit", message) });
  if (mayDelete) {
    const path = `/sandbox/messages/${message.channel_id}/${message.id}?member=${store.user.id}`;
    items.push({
      label: ephemeral ? "Dismiss" : "Delete",
      icon: "close",
      key: "delete",
      danger: true,
      run: () => request("DELETE", path).catch(tellTrouble),
    });
  }
  return items;
}

/**
 * A link to a message as Discord writes it, which commands accept.
 *
 * @param {Message} message
 * @returns {string}
 */
function linkOf(message) {
  const direct = store.directChannel?.id === message.channel_id;
  return `https://discord.com/channels/${direct ? "@me" : store.guild.id}/${message.channel_id}/${message.id}`;
}

/** @param {string} text */
function copy(text) {
  navigator.clipboard.writeText(text).catch(() => store.emit("trouble", "The browser does not allow copying here."));
}

/** @param {Error} error */
function tellTrouble(error) {
  store.emit("trouble", error.message);
}
