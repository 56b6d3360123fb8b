/** The line above the messages: the channel, its topic, and the buttons of the drawers. */

import { channelIcon } from "./choosing.js";
import { element, fill } from "./dom.js";
import { icon } from "./icons.js";
import { inlineMarkdown } from "./markdown.js";
import { navigate } from "./navigation.js";
import { openPins } from "./pins.js";
import { request } from "./server.js";
import { isThread, store } from "./store.js";
import { ChannelType } from "./types.js";

export class ChannelHeader {
  #title = element("div", { class: "channel-title" });
  #voice = element("div", { class: "voice-bar", hidden: true });
  #typing = element("p", { class: "typing", role: "status", "aria-live": "off" });
  /** @type {Map<string, number>} who types, until when */
  #typers = new Map();

  /** @param {{toggle: (side: "sidebar" | "members") => void}} drawers */
  constructor(drawers) {
    const button = (
      /** @type {"sidebar" | "members"} */ side,
      /** @type {import("./icons.js").IconName} */ name,
      /** @type {string} */ label,
    ) =>
      element(
        "button",
        {
          type: "button",
          class: `icon-button drawer-button for-${side}`,
          "aria-label": label,
          title: label,
          "aria-expanded": "false",
          "aria-controls": side,
          "data-action": `toggle-${side}`,
          onclick: () => drawers.toggle(side),
        },
        icon(name),
      );
    const pins = element(
      "button",
      {
        type: "button",
        class: "icon-button",
        "aria-label": "Pinned messages",
        title: "Pinned messages",
        "aria-haspopup": "menu",
        "aria-expanded": "false",
        "data-action": "pins",
        onclick: () => openPins(pins),
      },
      icon("pin"),
    );
    this.node = element(
      "header",
      { class: "channel-header" },
      button("sidebar", "menu", "Channels"),
      this.#title,
      pins,
      button("members", "people", "Members"),
    );
    this.below = element("div", { class: "below-header" }, this.#voice);
    this.typing = this.#typing;
    for (const topic of ["ready", "channel", "channels"]) store.on(topic, () => this.#draw());
    store.on("typing", (event) => this.#types(event));
    store.on("message", ({ message }) => this.#typers.delete(message.author.id) && this.#drawTyping());
  }

  #draw() {
    const { channel } = store;
    if (!channel) return;
    const parent = isThread(channel) && channel.parent_id ? store.channels.get(channel.parent_id) : null;
    fill(
      this.#title,
      parent &&
        element(
          "button",
          { type: "button", class: "text-button parent", onclick: () => navigate(parent.id) },
          element("bdi", null, store.channelName(parent)),
          " ›",
        ),
      channelIcon(channel.type),
      element("h2", { class: "channel-heading" }, element("bdi", null, store.channelName(channel))),
      channel.topic && element("p", { class: "topic" }, inlineMarkdown(channel.topic)),
    );
    document.title = `${store.channelName(channel)} · ${store.guild.name}`;
    this.#drawVoice(channel);
    this.#drawTyping();
  }

  /** @param {import("./types.js").Channel} channel */
  #drawVoice(channel) {
    this.#voice.hidden = channel.type !== ChannelType.VOICE;
    if (this.#voice.hidden) return;
    const inside = store.voice.get(store.user.id) === channel.id;
    const count = [...store.voice.values()].filter((id) => id === channel.id).length;
    fill(
      this.#voice,
      icon("voice"),
      element("span", null, count === 0 ? "Nobody is in this voice channel." : `${count} in this voice channel.`),
      element(
        "button",
        {
          type: "button",
          class: inside ? "button danger small" : "button success small",
          "data-action": "voice",
          onclick: () =>
            request("POST", "/sandbox/voice", { member: store.user.id, channel: inside ? null : channel.id }).catch(
              (error) => store.emit("trouble", error.message),
            ),
        },
        inside ? "Leave" : "Join voice",
      ),
    );
  }

  /** @param {{channel_id: string, user_id: string}} event */
  #types(event) {
    if (event.channel_id !== store.channelId || event.user_id === store.user.id) return;
    window.clearTimeout(this.#typers.get(event.user_id));
    this.#typers.set(
      event.user_id,
      window.setTimeout(() => {
        this.#typers.delete(event.user_id);
        this.#drawTyping();
      }, 10_000),
    );
    this.#drawTyping();
  }

  #drawTyping() {
    const names = [...this.#typers.keys()].map((id) => store.members.get(id)?.display_name).filter(Boolean);
    fill(
      this.#typing,
      names.length === 0
        ? ""
        : [element("bdi", null, names.join(", ")), names.length === 1 ? " is typing…" : " are typing…"],
    );
  }
}
