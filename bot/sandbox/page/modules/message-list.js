/** The messages of the open channel, what waits for the bot below them, and the announcing of what is new. */

import { dayOf } from "./clock.js";
import { element, fill, motionReduced } from "./dom.js";
import { drawFirstSteps } from "./first-steps.js";
import { MessageView } from "./message.js";
import { systemLine } from "./message-lines.js";
import { drawPending } from "./pending.js";
import { request } from "./server.js";
import { byAge, store } from "./store.js";
import { MessageFlag } from "./types.js";

/** @typedef {import("./types.js").Message} Message */

/** Messages of one person within this time stand together under one name. */
const TOGETHER_MILLISECONDS = 7 * 60 * 1000;
const NEAR_END_PIXELS = 80;
const PAGE_SIZE = 50;

export class MessageList {
  /** @type {Map<string, MessageView>} */
  #views = new Map();
  #atEnd = true;
  /** @type {string | null} the newest message that was read when the channel was opened */
  #readBefore = null;
  /** @type {Set<string>} channels whose beginning is loaded */
  #complete = new Set();
  #earlier = element(
    "button",
    { type: "button", class: "button secondary small earlier", hidden: true, onclick: () => this.#loadEarlier() },
    "Show earlier messages",
  );
  #beginning = element("div", { class: "beginning" });
  #list = element("ol", { class: "messages", "aria-label": "Messages", "data-region": "messages" });
  #pending = element("div", { class: "pending-list", "data-region": "pending" });
  #live = element("div", {
    class: "visually-hidden",
    role: "status",
    "aria-live": "polite",
    "data-region": "announcements",
  });
  #toEnd = element(
    "button",
    { type: "button", class: "to-end", hidden: true, onclick: () => this.#scrollToEnd(true) },
    "Jump to the newest",
  );

  constructor() {
    this.scroller = element(
      "div",
      { class: "scroller", tabindex: "-1" },
      element("div", { class: "scrolled" }, this.#earlier, this.#beginning, this.#list, this.#pending),
    );
    this.node = element("div", { class: "message-area" }, this.scroller, this.#toEnd, this.#live);
    this.scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    // Pictures and players grow after they are drawn; who reads the end stays at the end.
    new ResizeObserver(() => this.#atEnd && this.#scrollToEnd(false)).observe(this.scroller.firstElementChild);
    new ResizeObserver(() => this.#atEnd && this.#scrollToEnd(false)).observe(this.scroller);
    for (const topic of ["ready", "channel"]) store.on(topic, () => this.#open());
    store.on("message", (change) => this.#changed(change));
    store.on("messages-deleted", ({ channelId }) => channelId === store.channelId && this.#arrange());
    store.on("interactions", (change) => this.#usesChanged(change));
    store.on("members", () => this.#views.forEach((view) => view.redraw()));
    store.on("reading", () => this.#markRead());
    store.on("jump", (messageId) => this.#jump(messageId));
    store.on("commands", () => this.#drawBeginning());
    document.addEventListener("visibilitychange", () => this.#markRead());
  }

  #open() {
    this.#views.clear();
    this.#list.replaceChildren();
    this.#beginning.replaceChildren();
    // What was said to one member is not for the next one in this window.
    this.#live.textContent = "";
    this.#readBefore = store.reading.get(store.channelId ?? "")?.last_read_message_id ?? null;
    if (!store.reading.get(store.channelId ?? "")?.unread) this.#readBefore = null;
    this.#atEnd = true;
    this.#arrange();
    this.#drawPending();
    this.#scrollToEnd(false);
    this.#markRead();
  }

  /** Makes the list show the store's messages in order; views of messages that stay are kept. */
  #arrange() {
    const channelId = store.channelId ?? "";
    const messages = store.messagesOf(channelId);
    const wanted = new Set(messages.map((message) => message.id));
    for (const [id, view] of this.#views) {
      if (wanted.has(id)) continue;
      view.node.remove();
      this.#views.delete(id);
    }
    this.#list.querySelectorAll(".divider").forEach((/** @type {Element} */ divider) => divider.remove());
    /** @type {Message | null} */
    let previous = null;
    let index = 0;
    for (const message of messages) {
      const divider = this.#dividerBefore(message, previous);
      if (divider) this.#list.insertBefore(divider, this.#list.children[index++] ?? null);
      const view = this.#views.get(message.id) ?? new MessageView(message);
      this.#views.set(message.id, view);
      view.node.classList.toggle("together", !divider && together(previous, message));
      if (this.#list.children[index] !== view.node)
        this.#list.insertBefore(view.node, this.#list.children[index] ?? null);
      index += 1;
      previous = message;
    }
    this.#earlier.hidden = !this.#hasEarlier() || this.#complete.has(channelId);
    this.#drawBeginning();
  }

  #drawBeginning() {
    const invited = this.#invites();
    fill(
      this.#beginning,
      this.#earlier.hidden && store.channel ? drawFirstSteps(store.channel, this.#isUnused()) : null,
    );
    if (!invited && this.#invites()) this.scroller.scrollTop = 0;
  }

  /** Whether the first steps are what matters here, and not what a bot said by itself below them. */
  #invites() {
    return this.#beginning.querySelector(".invitation") !== null && !this.#pending.hasChildNodes();
  }

  /** Whether nobody has used a command here yet; what a bot says by itself does not count. */
  #isUnused() {
    return [...this.#views.values()].every((view) => view.message.author.bot && !view.message.interaction_metadata);
  }

  /** @param {Message} message @param {Message | null} previous */
  #dividerBefore(message, previous) {
    const newDay = !previous || dayOf(previous.timestamp) !== dayOf(message.timestamp);
    const fresh =
      this.#readBefore !== null &&
      byAge(message.id, this.#readBefore) > 0 &&
      (!previous || byAge(previous.id, this.#readBefore) <= 0) &&
      message.author.id !== store.user.id;
    if (!newDay && !fresh) return null;
    return element(
      "li",
      { class: fresh ? "divider new" : "divider", "aria-hidden": "true" },
      element("span", null, newDay ? dayOf(message.timestamp) : "New"),
    );
  }

  /** @param {{message: Message, created: boolean, finished: boolean}} change */
  #changed({ message, created, finished }) {
    if (message.channel_id !== store.channelId) return;
    const view = this.#views.get(message.id);
    if (view) {
      const wasThinking = ((view.message.flags ?? 0) & MessageFlag.LOADING) !== 0;
      view.update(message);
      if (wasThinking && finished) this.#announce(message);
    } else {
      this.#arrange();
      if (created && finished) this.#announce(message);
    }
    if (message.author.id === store.user.id || this.#atEnd) this.#scrollToEnd(false);
    else if (created) this.#toEnd.hidden = false;
    this.#markRead();
  }

  /** @param {Partial<import("./types.js").Interaction>} change */
  #usesChanged(change) {
    const used = change.kind === "command" && store.interactions.has(change.interaction_id ?? "");
    // Who uses a command wants to see what becomes of it, as who sends a message does.
    if (used && !change.reason && change.channel_id === store.channelId) this.#atEnd = true;
    this.#views.forEach((view) => view.updateUses());
    this.#drawPending();
  }

  #drawPending() {
    drawPending(this.#pending);
    if (this.#atEnd) this.#scrollToEnd(false);
  }

  /** @param {Message} message */
  #announce(message) {
    if (message.author.id === store.user.id) return;
    const embed = message.embeds[0];
    const text = message.content || embed?.title || embed?.description || "sent something";
    this.#live.textContent = `${store.nameOf(message.author)}: ${text.slice(0, 200)}`;
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    this.#atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PIXELS;
    if (!this.#atEnd) return;
    this.#toEnd.hidden = true;
    this.#markRead();
  }

  /** @param {boolean} smoothly because the person wishes it */
  #scrollToEnd(smoothly) {
    if (!smoothly && this.#invites()) return;
    this.#toEnd.hidden = true;
    this.#atEnd = true;
    this.scroller.scrollTo({
      top: this.scroller.scrollHeight,
      behavior: smoothly && !motionReduced() ? "smooth" : "instant",
    });
  }

  /** Tells the server how far one has read: what one has at the end of the open list in a visible window. */
  #markRead() {
    const channelId = store.channelId ?? "";
    const reading = store.reading.get(channelId);
    if (!this.#atEnd || document.hidden || !reading?.unread) return;
    const newest = store.messagesOf(channelId).pop();
    if (!newest || newest.id === reading.last_read_message_id) return;
    store.reading.set(channelId, { last_read_message_id: newest.id, unread: 0, mentions: 0 });
    store.emit("reading");
    request("POST", "/sandbox/reading", { member: store.user.id, channel: channelId, message: newest.id }).catch(
      (error) => store.emit("trouble", error.message),
    );
  }

  #hasEarlier() {
    return store.messagesOf(store.channelId ?? "").length >= PAGE_SIZE;
  }

  /** @returns {Promise<boolean>} whether they could be loaded */
  async #loadEarlier() {
    const channelId = store.channelId ?? "";
    const oldest = store.messagesOf(channelId)[0];
    const height = this.scroller.scrollHeight;
    const query = new URLSearchParams({
      member: store.user.id,
      channel: channelId,
      before: oldest.id,
      limit: String(PAGE_SIZE),
    });
    try {
      /** @type {Message[]} */
      const earlier = await request("GET", `/sandbox/messages?${query}`);
      if (earlier.length < PAGE_SIZE) this.#complete.add(channelId);
      earlier.forEach((message) => store.keepMessage(message));
    } catch (error) {
      store.emit("trouble", /** @type {Error} */ (error).message);
      return false;
    }
    this.#atEnd = false;
    this.#arrange();
    this.scroller.scrollTop += this.scroller.scrollHeight - height;
    return true;
  }

  /** @param {string} messageId */
  async #jump(messageId) {
    const channelId = store.channelId ?? "";
    const near = this.#views.has(messageId);
    while (!this.#views.has(messageId) && !this.#complete.has(channelId) && this.#hasEarlier()) {
      if (!(await this.#loadEarlier()) || store.channelId !== channelId) return;
    }
    const view = this.#views.get(messageId);
    if (!view) return;
    this.#atEnd = false;
    view.node.scrollIntoView({ block: "center", behavior: near && !motionReduced() ? "smooth" : "instant" });
    view.node.classList.remove("jumped");
    requestAnimationFrame(() => view.node.classList.add("jumped"));
  }
}

/**
 * @param {Message | null} previous
 * @param {Message} message
 * @returns {boolean}
 */
function together(previous, message) {
  if (!previous || systemLine(previous) || message.interaction_metadata || message.message_reference) return false;
  const ephemeral = ((previous.flags ?? 0) ^ (message.flags ?? 0)) & MessageFlag.EPHEMERAL;
  return (
    previous.author.id === message.author.id &&
    !ephemeral &&
    Date.parse(message.timestamp) - Date.parse(previous.timestamp) < TOGETHER_MILLISECONDS
  );
}
