/** The lines around a message: what it answers, what failed, who can see it. */

import { avatar, personName } from "./avatars.js";
import { element } from "./dom.js";
import { icon } from "./icons.js";
import { dismissFailure } from "./interactions.js";
import { inlineMarkdown } from "./markdown.js";
import { navigate } from "./navigation.js";
import { request } from "./server.js";
import { store } from "./store.js";
import { MessageType } from "./types.js";

/** @typedef {import("./types.js").Message} Message */

const COMMAND_USED = 2;

/**
 * The line above: the message it replies to, or the command it answers.
 *
 * @param {Message} message
 * @returns {Node[]} nothing when there is neither
 */
export function lineAbove(message) {
  const { interaction_metadata: used, referenced_message: reply, message_reference: reference } = message;
  if (systemLine(message)) return [];
  if (reply) {
    const text = reply.content ? inlineMarkdown(firstLine(reply.content)) : element("i", null, "Show the message");
    return [
      icon("reply"),
      avatar(reply.author, "small"),
      personName(reply.author),
      element(
        "button",
        { type: "button", class: "reply-text", onclick: () => navigate(reply.channel_id, reply.id) },
        text,
      ),
    ];
  }
  if (reference?.message_id && reply === null) return [icon("reply"), element("i", null, "The message was deleted")];
  if (!used?.name || used.type !== COMMAND_USED) return [];
  const menu = message.type === MessageType.MENU_COMMAND;
  return [
    icon("reply"),
    avatar(used.user, "small"),
    personName(used.user),
    element("span", null, " used "),
    element("span", { class: "used-command" }, menu ? used.name : `/${used.name}`),
  ];
}

/** @param {string} text @returns {string} */
function firstLine(text) {
  return text.split("\n", 1)[0].slice(0, 160);
}

/**
 * That using a component failed.
 *
 * @param {import("./types.js").Interaction} failure
 * @returns {HTMLElement}
 */
export function failureLine(failure) {
  return element(
    "p",
    { class: "failure", role: "alert" },
    icon("warning"),
    failure.reason,
    textButton("Dismiss", () => dismissFailure(failure.interaction_id)),
  );
}

/**
 * That nobody else sees a message.
 *
 * @param {Message} message
 * @returns {HTMLElement}
 */
export function onlyYouLine(message) {
  const path = `/sandbox/messages/${message.channel_id}/${message.id}?member=${store.user.id}`;
  return element(
    "p",
    { class: "only-you" },
    icon("eye"),
    "Only you can see this",
    element("span", { "aria-hidden": "true" }, "·"),
    textButton("Dismiss message", () => request("DELETE", path).catch((error) => store.emit("trouble", error.message))),
  );
}

/**
 * What the server itself says: someone pinned a message, or started a thread.
 *
 * @param {Message} message
 * @returns {HTMLElement | null} nothing for what a person or bot wrote
 */
export function systemLine(message) {
  const { channel_id: channelId = message.channel_id, message_id: messageId } = message.message_reference ?? {};
  const open = () => navigate(channelId, messageId);
  if (message.type === MessageType.PINNED) {
    return element("p", { class: "system" }, "pinned ", textButton("a message", open), " to this channel");
  }
  if (message.type === MessageType.THREAD_CREATED) {
    return element("p", { class: "system" }, "started a thread: ", textButton(message.content, open));
  }
  return null;
}

/**
 * The way to the thread that was started from a message.
 *
 * @param {import("./types.js").Channel} thread
 * @returns {HTMLElement}
 */
export function threadLine(thread) {
  return element(
    "p",
    { class: "thread-line" },
    icon("thread"),
    textButton(store.channelName(thread), () => navigate(thread.id)),
    element("span", null, countOf(thread.message_count ?? 0)),
  );
}

/** @param {number} count @returns {string} */
function countOf(count) {
  return `${count} ${count === 1 ? "message" : "messages"}`;
}

/** @param {string} label @param {() => void} onclick @returns {HTMLElement} */
function textButton(label, onclick) {
  return element("button", { type: "button", class: "text-button", onclick }, element("bdi", null, label));
}
