/** What a channel says that nobody has used yet: where one is, and what to do first. */

import { channelIcon } from "./choosing.js";
import { commandNamed } from "./commands.js";
import { element } from "./dom.js";
import { icon } from "./icons.js";
import { store } from "./store.js";
import { ChannelType } from "./types.js";

const IDEAS = Object.freeze([
  "A lullaby for a lighthouse keeper, with rain on the window",
  "Marching band plays surf rock at a penguin parade",
  "Slow synthwave about the last train home",
  "A sea shanty about forgetting the password",
]);

/**
 * The beginning of a channel.
 *
 * @param {import("./types.js").Channel} channel
 * @param {boolean} unused
 * @returns {HTMLElement | null}
 */
export function drawFirstSteps(channel, unused) {
  if (channel.type === ChannelType.FORUM) return null;
  const create = channel.name === "songs" && unused ? commandNamed("create") : null;
  if (create) return invitation();
  return element(
    "div",
    { class: "channel-start" },
    element("span", { class: "channel-start-mark" }, channelIcon(channel.type)),
    element("h2", null, element("bdi", null, store.channelName(channel))),
    element("p", null, startText(channel)),
  );
}

/** @param {import("./types.js").Channel} channel @returns {string} */
function startText(channel) {
  if (channel.type === ChannelType.DIRECT) return `Only you and ${store.bot.display_name} read along here.`;
  if (!store.bot.online) return "The bot is offline. Start it, and its commands appear when you type a slash.";
  return "This is the beginning. Type a slash to see what the bot can do.";
}

/** @returns {HTMLElement} */
function invitation() {
  const [first, ...others] = IDEAS;
  const use = (/** @type {string} */ idea) => () => store.emit("use-command", { name: "create", values: { idea } });
  return element(
    "section",
    { class: "invitation", "aria-labelledby": "invitation-title", "data-region": "first-steps" },
    element("span", { class: "invitation-mark" }, icon("note")),
    element("h2", { id: "invitation-title" }, "Make your first song"),
    element(
      "p",
      null,
      "Say an idea in a few words, and ",
      element("bdi", null, store.bot.display_name),
      " turns it into a song and posts it here.",
    ),
    element("blockquote", null, first),
    element(
      "div",
      { class: "invitation-actions" },
      element(
        "button",
        { type: "button", class: "button primary large", "data-action": "first-song", onclick: use(first) },
        icon("slash"),
        "Try this idea",
      ),
      element("span", { class: "invitation-next" }, "then press ", element("kbd", null, "Enter"), " or Send"),
    ),
    element("p", { class: "invitation-other" }, "Or one of these:"),
    element(
      "ul",
      { class: "invitation-ideas" },
      others.map((idea) =>
        element("li", null, element("button", { type: "button", class: "idea", onclick: use(idea) }, idea)),
      ),
    ),
  );
}
