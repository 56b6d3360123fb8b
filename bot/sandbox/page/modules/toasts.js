/** Short notes at the edge: someone pinged, something went wrong, the connection broke. */

import { avatar, personName } from "./avatars.js";
import { element, fill } from "./dom.js";
import { icon } from "./icons.js";
import { navigate } from "./navigation.js";
import { store } from "./store.js";

const SHOWN_MILLISECONDS = 7000;
const MOST = 3;

export class Toasts {
  constructor() {
    this.node = element("div", { class: "toasts", role: "status", "aria-live": "polite", "data-region": "toasts" });
    this.banner = element("div", { class: "banner", role: "status", hidden: true });
    store.on("notification", (message) => this.#pinged(message));
    store.on("trouble", (text) =>
      this.#show(element("div", { class: "toast trouble" }, icon("warning"), element("span", null, text))),
    );
    store.on("connection", () => {
      this.banner.hidden = store.connected;
      fill(this.banner, store.connected ? null : "The connection to the sandbox is lost. Trying again…");
    });
  }

  /** @param {import("./types.js").Message} message */
  #pinged(message) {
    if (message.channel_id === store.channelId && !document.hidden) return;
    const channel = store.channels.get(message.channel_id);
    const text = message.content || message.embeds[0]?.title || "a message for you";
    const toast = element(
      "button",
      {
        type: "button",
        class: "toast",
        "data-notification": message.id,
        onclick: () => {
          toast.remove();
          navigate(message.channel_id, message.id);
        },
      },
      avatar(message.author, "small"),
      element(
        "span",
        { class: "toast-text" },
        element(
          "span",
          { class: "toast-head" },
          personName(message.author),
          channel && element("span", { class: "toast-place" }, element("bdi", null, `#${store.channelName(channel)}`)),
        ),
        element("span", { class: "toast-snippet", dir: "auto" }, plain(text)),
      ),
    );
    this.#show(toast);
  }

  /** @param {HTMLElement} toast */
  #show(toast) {
    this.node.append(toast);
    while (this.node.children.length > MOST) this.node.firstElementChild?.remove();
    setTimeout(() => toast.remove(), SHOWN_MILLISECONDS);
  }
}

/** A message in one line, mentions by name. @param {string} text @returns {string} */
function plain(text) {
  return text
    .replace(/<@!?(\d+)>/g, (_, id) => `@${store.members.get(id)?.display_name ?? "someone"}`)
    .replace(/[*_~|`]{2,}/g, "")
    .slice(0, 140);
}
