/** Commands of the acting member that the bot has not answered yet, and those it never answered. */

import { avatar } from "./avatars.js";
import { element, fill } from "./dom.js";
import { icon } from "./icons.js";
import { dismissFailure } from "./interactions.js";
import { store } from "./store.js";

/**
 * Draws what waits in the open channel.
 *
 * @param {HTMLElement} node
 */
export function drawPending(node) {
  const here = [...store.interactions.values()].filter(
    (interaction) =>
      interaction.channel_id === store.channelId &&
      (interaction.kind === "command" || (interaction.reason && !interaction.message_id)),
  );
  fill(
    node,
    here.map((interaction) => (interaction.reason ? failed(interaction) : waiting(interaction))),
  );
}

/** @param {import("./types.js").Interaction} interaction */
function waiting(interaction) {
  return element(
    "div",
    { class: "pending" },
    avatar(store.bot, "small"),
    element("span", { class: "spinner", "aria-hidden": "true" }),
    element(
      "span",
      null,
      "Sending ",
      commandName(interaction),
      " to ",
      element("bdi", null, store.bot.display_name),
      "…",
    ),
  );
}

/** @param {import("./types.js").Interaction} interaction */
function failed(interaction) {
  return element(
    "div",
    { class: "pending failed", role: "alert" },
    avatar(store.bot, "small"),
    icon("warning"),
    element("span", null, interaction.reason),
    interaction.command_name && element("span", { class: "used-command" }, `/${interaction.command_name}`),
    element(
      "button",
      { type: "button", class: "text-button", onclick: () => dismissFailure(interaction.interaction_id) },
      "Dismiss",
    ),
  );
}

/** @param {import("./types.js").Interaction} interaction */
function commandName(interaction) {
  return element("span", { class: "used-command" }, interaction.command_name ? `/${interaction.command_name}` : "it");
}
