/** Reactions under a message. */

import { element, fill } from "./dom.js";
import { request } from "./server.js";
import { store } from "./store.js";

/**
 * Draws the reactions; pressing one adds or takes back one's own.
 *
 * @param {HTMLElement} node
 * @param {import("./types.js").Message} message
 */
export function drawReactions(node, message) {
  const reactions = message.reactions ?? [];
  fill(
    node,
    reactions.map((reaction) => {
      const name = reaction.emoji.id ? `:${reaction.emoji.name}:` : (reaction.emoji.name ?? "");
      const body = {
        member: store.user.id,
        channel: message.channel_id,
        message: message.id,
        emoji: reaction.emoji.id ? `${reaction.emoji.name}:${reaction.emoji.id}` : reaction.emoji.name,
        remove: reaction.me || undefined,
      };
      return element(
        "button",
        {
          type: "button",
          class: "reaction",
          "aria-pressed": String(Boolean(reaction.me)),
          "aria-label": `${name}: ${reaction.count}`,
          onclick: () =>
            request("POST", "/sandbox/reactions", body).catch((error) => store.emit("trouble", error.message)),
        },
        element("span", { class: "emoji" }, name),
        String(reaction.count),
      );
    }),
  );
  node.hidden = reactions.length === 0;
}
