/** One message: drawn once, then changed part by part, so that focus, playback and opened spoilers stay. */

import { updateAttachments } from "./attachments.js";
import { avatar, personName } from "./avatars.js";
import { formatTime, messageTime } from "./clock.js";
import { drawComponents, markBusy } from "./components.js";
import { element, fill } from "./dom.js";
import { drawEmbed } from "./embeds.js";
import { icon } from "./icons.js";
import { usesOf } from "./interactions.js";
import { markdown } from "./markdown.js";
import { openMessageMenu, startReply } from "./message-actions.js";
import { failureLine, lineAbove, onlyYouLine, systemLine, threadLine } from "./message-lines.js";
import { drawReactions } from "./reactions.js";
import { store } from "./store.js";
import { MessageFlag } from "./types.js";

/** @typedef {import("./types.js").Message} Message */

/** A message in the list. */
export class MessageView {
  /** @type {Map<string, string>} what each part was drawn from */
  #drawn = new Map();
  #before = element("div", { class: "message-before", hidden: true });
  #avatar = element("div", { class: "message-avatar" });
  #header = element("div", { class: "message-header" });
  #content = element("div", { class: "message-content" });
  #embeds = element("div", { class: "message-embeds", hidden: true });
  #attachments = element("div", { class: "message-attachments", hidden: true });
  #components = element("div", { class: "message-components", hidden: true });
  #reactions = element("div", { class: "message-reactions", hidden: true });
  #foot = element("div", { class: "message-foot" });

  /** @param {Message} message */
  constructor(message) {
    this.message = message;
    this.node = element(
      "li",
      { class: "message", "data-message-id": message.id, "data-author-id": message.author.id },
      this.#before,
      this.#avatar,
      element(
        "div",
        { class: "message-body" },
        this.#header,
        this.#content,
        this.#embeds,
        this.#attachments,
        this.#components,
        this.#reactions,
        this.#foot,
      ),
      this.#tools(),
    );
    this.node.addEventListener("contextmenu", (/** @type {PointerEvent} */ event) => this.#contextMenu(event));
    this.update(message);
  }

  /** @param {Message} message */
  update(message) {
    this.message = message;
    const flags = message.flags ?? 0;
    const version2 = (flags & MessageFlag.COMPONENTS_V2) !== 0;
    this.node.classList.toggle("ephemeral", (flags & MessageFlag.EPHEMERAL) !== 0);
    this.node.classList.toggle("thinking", (flags & MessageFlag.LOADING) !== 0);
    this.node.classList.toggle("pings-me", this.#pingsMe());
    this.#part(
      "before",
      [
        message.referenced_message?.id,
        message.referenced_message?.content,
        message.message_reference,
        message.interaction_metadata,
      ],
      () => this.#drawBefore(),
    );
    this.#part("header", [message.author, message.timestamp, message.pinned, store.nameOf(message.author)], () =>
      this.#drawHeader(),
    );
    this.#part("content", [message.content, message.type, flags, message.edited_timestamp], () =>
      this.#drawContent(version2),
    );
    const embeds = version2 || (flags & MessageFlag.SUPPRESS_EMBEDS) !== 0 ? [] : message.embeds;
    this.#part("embeds", embeds, () => {
      fill(this.#embeds, embeds.map(drawEmbed));
      this.#embeds.hidden = embeds.length === 0;
    });
    updateAttachments(this.#attachments, version2 ? [] : shownApart(message));
    this.#part("components", message.components ?? [], () => this.#drawComponents());
    this.#part("reactions", message.reactions ?? [], () => drawReactions(this.#reactions, message));
    this.updateUses();
  }

  /** Shows what the acting member's presses have come to, and the line below. */
  updateUses() {
    const { busy, failure } = usesOf(this.message.id);
    markBusy(this.#components, busy);
    const { flags, thread } = this.message;
    const source = [failure?.interaction_id, failure?.reason, flags, thread?.name, thread?.message_count];
    this.#part("foot", source, () => this.#drawFoot(failure));
  }

  /** Draws everything anew that depends on names and colours of others. */
  redraw() {
    for (const part of ["before", "header", "content"]) this.#drawn.delete(part);
    this.update(this.message);
  }

  /** @param {string} name @param {unknown} source @param {() => void} draw */
  #part(name, source, draw) {
    const text = JSON.stringify(source) ?? "";
    if (this.#drawn.get(name) === text) return;
    this.#drawn.set(name, text);
    draw();
  }

  #pingsMe() {
    const { message } = this;
    if (message.author.id === store.user.id) return false;
    return (
      Boolean(message.mention_everyone) ||
      (message.mentions ?? []).some((user) => user.id === store.user.id) ||
      (message.mention_roles ?? []).some((role) => store.me.roles.includes(role))
    );
  }

  #drawBefore() {
    const line = lineAbove(this.message);
    fill(this.#before, line);
    this.#before.hidden = line.length === 0;
  }

  #drawHeader() {
    const { author, timestamp } = this.message;
    fill(this.#avatar, avatar(author, "medium"));
    fill(
      this.#header,
      personName(author),
      author.bot && element("span", { class: "badge", title: "An application, not a person" }, "App"),
      element("time", { datetime: timestamp, title: formatTime(Date.parse(timestamp), "F") }, messageTime(timestamp)),
      this.message.pinned && element("span", { class: "pinned" }, "pinned"),
    );
  }

  /** @param {boolean} version2 */
  #drawContent(version2) {
    const { message } = this;
    const parts = [];
    if ((message.flags ?? 0) & MessageFlag.LOADING) {
      parts.push(
        element(
          "p",
          { class: "thinking-text" },
          element("span", { class: "dots", "aria-hidden": "true" }, element("i"), element("i"), element("i")),
          `${store.nameOf(message.author)} is thinking…`,
        ),
      );
    } else if (systemLine(message)) {
      parts.push(systemLine(message));
    } else if (message.content && !version2) {
      parts.push(markdown(message.content, { masked: true }));
    }
    const title = message.edited_timestamp && formatTime(Date.parse(message.edited_timestamp), "F");
    if (message.edited_timestamp && !((message.flags ?? 0) & MessageFlag.LOADING)) {
      parts.push(element("span", { class: "edited", title }, "(edited)"));
    }
    fill(this.#content, parts);
    this.#content.hidden = parts.length === 0;
  }

  #drawComponents() {
    const focused = /** @type {HTMLElement | null} */ (document.activeElement);
    const customId = focused && this.#components.contains(focused) ? focused.dataset.customId : null;
    fill(this.#components, drawComponents(this.message.components ?? [], this.message));
    this.#components.hidden = !this.message.components?.length;
    if (customId) {
      const again = /** @type {HTMLElement | null} */ (
        this.#components.querySelector(`[data-custom-id="${CSS.escape(customId)}"]`)
      );
      again?.focus();
    }
  }

  /** @param {import("./types.js").Interaction | null} failure */
  #drawFoot(failure) {
    const ephemeral = ((this.message.flags ?? 0) & MessageFlag.EPHEMERAL) !== 0;
    const { thread } = this.message;
    fill(
      this.#foot,
      thread && threadLine(thread),
      failure && failureLine(failure),
      ephemeral && onlyYouLine(this.message),
    );
  }

  #tools() {
    const more = element(
      "button",
      {
        type: "button",
        class: "icon-button",
        "aria-label": "Message actions",
        title: "Actions and apps",
        "aria-haspopup": "menu",
        "aria-expanded": "false",
        "data-action": "message-menu",
        onclick: () => openMessageMenu(more, this.message),
      },
      icon("more"),
    );
    return element(
      "div",
      { class: "message-tools" },
      element(
        "button",
        {
          type: "button",
          class: "icon-button",
          "aria-label": "Reply",
          title: "Reply",
          onclick: () => startReply(this.message),
        },
        icon("reply"),
      ),
      more,
    );
  }

  /** @param {PointerEvent} event */
  #contextMenu(event) {
    const target = /** @type {Element} */ (event.target);
    if (target.closest("a, audio, video, input") || !window.getSelection()?.isCollapsed) return;
    event.preventDefault();
    const more = /** @type {HTMLElement} */ (this.node.querySelector('[data-action="message-menu"]'));
    openMessageMenu(more, this.message, { x: event.clientX, y: event.clientY });
  }
}

/**
 * The attachments that no embed of the message shows already.
 *
 * @param {Message} message
 * @returns {import("./types.js").Attachment[]}
 */
function shownApart(message) {
  const inside = new Set(
    message.embeds.flatMap((embed) =>
      [embed.image?.url, embed.thumbnail?.url, embed.author?.icon_url, embed.footer?.icon_url]
        .filter((url) => url !== undefined)
        .map((url) => url.split("?")[0]),
    ),
  );
  return message.attachments.filter((attachment) => !inside.has(attachment.url.split("?")[0]));
}
