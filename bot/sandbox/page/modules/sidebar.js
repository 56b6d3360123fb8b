/** The left side: the server, whether the bot is there, the channels, and whom one acts as. */

import { avatar, personName } from "./avatars.js";
import { channelIcon } from "./choosing.js";
import { element, fill } from "./dom.js";
import { icon } from "./icons.js";
import { openMemberChooser, roleNames } from "./member-chooser.js";
import { openMenu } from "./menu.js";
import { navigate } from "./navigation.js";
import { request } from "./server.js";
import { firstChannel } from "./session.js";
import { isThread, store } from "./store.js";
import { ChannelType } from "./types.js";

/** @typedef {import("./types.js").Channel} Channel */

export class Sidebar {
  #serverSource = "";
  #server = element("div", { class: "server" });
  #channels = element("nav", { class: "channels", "aria-label": "Channels", "data-region": "channels" });
  #me = element("button", {
    type: "button",
    class: "me",
    "aria-haspopup": "menu",
    "aria-expanded": "false",
    "data-action": "choose-member",
    onclick: () => openMemberChooser(this.#me),
  });

  constructor() {
    this.node = element(
      "aside",
      { class: "sidebar", id: "sidebar", "aria-label": "Server" },
      this.#server,
      this.#channels,
      element("div", { class: "me-frame" }, this.#me),
    );
    for (const topic of ["ready", "channels", "channel", "reading", "guild"])
      store.on(topic, () => this.#drawChannels());
    for (const topic of ["ready", "bot", "connection", "guild"]) store.on(topic, () => this.#drawServer());
    for (const topic of ["ready", "members", "guild"]) store.on(topic, () => this.#drawMe());
  }

  #drawServer() {
    const online = store.connected && store.bot.online;
    // A status that is drawn anew is read aloud anew.
    const source = JSON.stringify([
      store.guild.name,
      store.guilds.size,
      store.bot.display_name,
      online,
      store.connected,
    ]);
    if (this.#serverSource === source) return;
    this.#serverSource = source;
    const state = !store.connected ? "reconnecting…" : online ? "online" : "offline";
    fill(
      this.#server,
      this.#serverName(),
      element(
        "p",
        { class: online ? "lamp on" : "lamp", role: "status", "data-bot": online ? "online" : "offline" },
        element("span", { class: "lamp-light", "aria-hidden": "true" }),
        element("span", null, element("bdi", null, store.bot.display_name || "The bot"), ` is ${state}`),
      ),
    );
  }

  /** The server's name; with several servers a button to choose among them. */
  #serverName() {
    const name = element("bdi", null, store.guild.name || "Sandbox");
    if (store.guilds.size < 2) return element("h1", null, name);
    const chooser = element(
      "button",
      { type: "button", class: "server-chooser", "aria-haspopup": "menu", "data-action": "choose-server" },
      name,
      icon("chevron"),
    );
    chooser.addEventListener("click", () => openServerChooser(chooser));
    return element("h1", null, chooser);
  }

  #drawMe() {
    this.#me.dataset.locale = store.user.locale;
    fill(
      this.#me,
      avatar(store.me, "medium"),
      element(
        "span",
        { class: "me-text" },
        element("span", { class: "me-label" }, "You are"),
        personName(store.me),
        element("span", { class: "me-roles" }, roleNames(store.me)),
      ),
      icon("chevron"),
    );
  }

  #drawChannels() {
    const focused = /** @type {HTMLElement | null} */ (document.activeElement);
    const focusedChannel = this.#channels.contains(focused) ? focused?.dataset.channelId : null;
    const all = store.guildChannels;
    const order = (/** @type {Channel} */ a, /** @type {Channel} */ b) =>
      Number(a.type === ChannelType.VOICE) - Number(b.type === ChannelType.VOICE) ||
      (a.position ?? 0) - (b.position ?? 0);
    const tops = all.filter(
      (channel) =>
        !isThread(channel) && ![ChannelType.CATEGORY, ChannelType.DIRECT].includes(/** @type {any} */ (channel.type)),
    );
    const categories = all.filter((channel) => channel.type === ChannelType.CATEGORY).sort(order);
    const inside = (/** @type {string | null} */ parent) =>
      tops
        .filter(
          (channel) =>
            (channel.parent_id ?? null) === parent ||
            (parent === null && channel.parent_id && !categories.some((category) => category.id === channel.parent_id)),
        )
        .sort(order);
    fill(
      this.#channels,
      this.#group(null, inside(null)),
      categories.map((category) => this.#group(category.name ?? "", inside(category.id))),
      this.#directGroup(),
    );
    if (focusedChannel) {
      /** @type {HTMLElement | null} */ (
        this.#channels.querySelector(`[data-channel-id="${focusedChannel}"]`)
      )?.focus();
    }
  }

  /** @param {string | null} name @param {Channel[]} channels */
  #group(name, channels) {
    if (channels.length === 0) return null;
    return element(
      "section",
      { class: "channel-group" },
      name && element("h2", null, element("bdi", null, name)),
      element(
        "ul",
        null,
        channels.map((channel) => [this.#line(channel), ...this.#below(channel)]),
      ),
    );
  }

  /** Threads, posts, and the people in a voice channel. @param {Channel} channel */
  #below(channel) {
    const threads = [...store.channels.values()].filter(
      (thread) =>
        isThread(thread) &&
        thread.parent_id === channel.id &&
        (!thread.thread_metadata?.archived || thread.id === store.channelId),
    );
    const people = [...store.voice]
      .filter(([, channelId]) => channelId === channel.id)
      .map(([userId]) => store.members.get(userId))
      .filter((member) => member !== undefined);
    return [
      ...threads.map((thread) => this.#line(thread, "thread")),
      ...people.map((member) => element("li", { class: "voice-person" }, avatar(member, "small"), personName(member))),
    ];
  }

  /** @param {Channel} channel @param {string} [extra] */
  #line(channel, extra = "") {
    const reading = store.reading.get(channel.id);
    const here = channel.id === store.channelId;
    const unread = Boolean(reading?.unread) && !here;
    const mentions = here ? 0 : (reading?.mentions ?? 0);
    const state = mentions ? `, ${mentions} mentions` : unread ? ", unread" : "";
    return element(
      "li",
      { class: extra },
      element(
        "button",
        {
          type: "button",
          class: `channel${unread ? " unread" : ""}`,
          "aria-current": here ? "page" : null,
          "aria-label": `${store.channelName(channel)}${state}`,
          "data-channel-id": channel.id,
          "data-channel-name": store.channelName(channel),
          onclick: () => {
            navigate(channel.id);
            store.emit("close-drawers");
          },
        },
        channelIcon(channel.type),
        element("bdi", { class: "channel-name" }, store.channelName(channel)),
        mentions > 0 && element("span", { class: "count", "aria-hidden": "true" }, mentions),
      ),
    );
  }

  #directGroup() {
    const direct = store.directChannel;
    const openDirect = () =>
      request("POST", "/sandbox/direct", { member: store.user.id }).then(
        (channel) => {
          store.channels.set(channel.id, channel);
          store.emit("channels");
          navigate(channel.id);
          store.emit("close-drawers");
        },
        (error) => store.emit("trouble", error.message),
      );
    return element(
      "section",
      { class: "channel-group" },
      element("h2", null, "Direct messages"),
      element(
        "ul",
        null,
        direct
          ? this.#line(direct)
          : element(
              "li",
              null,
              element(
                "button",
                { type: "button", class: "channel", "data-action": "open-direct", onclick: openDirect },
                channelIcon(ChannelType.DIRECT),
                element("bdi", { class: "channel-name" }, store.bot.display_name || "The bot"),
              ),
            ),
      ),
    );
  }
}

/** @param {HTMLElement} anchor */
function openServerChooser(anchor) {
  const servers = [...store.guilds.values()].map((guild) => ({
    label: guild.name,
    checked: guild.id === store.guildId,
    key: `server-${guild.id}`,
    run: () => {
      store.guildId = guild.id;
      const channelId = firstChannel();
      if (channelId) navigate(channelId);
      store.emit("guild", guild.id);
    },
  }));
  openMenu(anchor, "Server", servers);
}
