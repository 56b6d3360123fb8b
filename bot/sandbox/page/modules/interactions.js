/** Using commands and components as the acting member, and waiting for what becomes of it. */

import { Refused, request } from "./server.js";
import { store } from "./store.js";

/** @typedef {import("./types.js").OptionValue} OptionValue */

/** The server gives up after 3 s of its own clock; this long after, the news of it were lost with the connection. */
const LOST_AFTER_MILLISECONDS = 10_000;

let counter = 0;

/** @returns {string} a nonce that no other use in this window has */
function nextNonce() {
  counter += 1;
  return `page-${Date.now().toString(36)}-${counter}`;
}

/**
 * Starts an interaction and waits for what becomes of it. News may come before the request returns.
 *
 * @param {string} path
 * @param {object} body
 * @param {string} success the topic of the event that ends it well
 * @returns {Promise<any>} that event
 * @throws {Refused} when it is not accepted or fails
 */
async function outcome(path, body, success) {
  /** @type {Map<string, {failed: boolean, event: any}>} */
  const seen = new Map();
  let wanted = "";
  let wake = () => {};
  const news = new Promise((resolve) => {
    wake = () => resolve(null);
  });
  const note = (/** @type {boolean} */ failed) => (/** @type {any} */ event) => {
    seen.set(event.interaction_id, { failed, event });
    if (event.interaction_id === wanted) wake();
  };
  const stops = [store.on(success, note(false)), store.on("failed", note(true))];
  const lost = setTimeout(() => wake(), LOST_AFTER_MILLISECONDS);
  try {
    wanted = (await request("POST", path, { member: store.user.id, nonce: nextNonce(), ...body })).interaction_id;
    if (!seen.has(wanted)) await news;
    const found = seen.get(wanted);
    if (!found) throw new Refused("The application did not respond");
    if (found.failed) throw new Refused(found.event.reason);
    return found.event;
  } finally {
    clearTimeout(lost);
    stops.forEach((stop) => stop());
    if (seen.get(wanted)?.failed) dismissFailure(wanted);
  }
}

/**
 * Uses a command in the channel one is in. What becomes of it shows in the channel.
 *
 * @param {string} commandId
 * @param {OptionValue[]} options
 * @param {string} [target] the message or member of a menu command
 * @returns {Promise<void>}
 * @throws {Refused} when the server does not accept it
 */
export async function useCommand(commandId, options, target) {
  await request("POST", "/sandbox/interactions/command", {
    member: store.user.id,
    channel: store.channelId,
    command: commandId,
    options,
    target,
    nonce: nextNonce(),
  });
}

/**
 * Asks for the choices of an option being typed.
 *
 * @param {string} commandId
 * @param {OptionValue[]} options with `focused` on one
 * @returns {Promise<import("./types.js").Choice[]>}
 * @throws {Refused} when loading failed
 */
export async function loadChoices(commandId, options) {
  const body = { channel: store.channelId, command: commandId, options };
  return (await outcome("/sandbox/interactions/autocomplete", body, "autocomplete")).choices;
}

/**
 * Presses a button or sends a choice of a select menu. What becomes of it shows at the message.
 *
 * @param {import("./types.js").Message} message
 * @param {string} customId
 * @param {string[]} [values]
 */
export async function useComponent(message, customId, values) {
  try {
    await request("POST", "/sandbox/interactions/component", {
      member: store.user.id,
      channel: message.channel_id,
      message: message.id,
      custom_id: customId,
      values,
      nonce: nextNonce(),
    });
  } catch (error) {
    store.emit("trouble", /** @type {Error} */ (error).message);
  }
}

/**
 * Sends a form and waits until the bot has answered.
 *
 * @param {string} interactionId the id with which the form was opened
 * @param {Record<string, any>} values by custom id
 * @returns {Promise<void>}
 * @throws {Refused} when it is not accepted or nobody answers
 */
export async function sendForm(interactionId, values) {
  await outcome("/sandbox/interactions/modal", { interaction: interactionId, values }, "answered");
}

/**
 * Forgets an interaction that failed.
 *
 * @param {string} interactionId
 */
export function dismissFailure(interactionId) {
  store.interactions.delete(interactionId);
  store.emit("interactions", { interaction_id: interactionId });
}

/**
 * What the acting member's uses of a message's components have come to.
 *
 * @param {string} messageId
 * @returns {{busy: Set<string>, failure: import("./types.js").Interaction | null}}
 */
export function usesOf(messageId) {
  const busy = new Set();
  let failure = null;
  for (const interaction of store.interactions.values()) {
    if (interaction.message_id !== messageId || interaction.kind === "command") continue;
    if (interaction.reason) failure = interaction;
    else if (interaction.custom_id) busy.add(interaction.custom_id);
  }
  return { busy, failure };
}
