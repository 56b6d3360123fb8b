/** Draws Discord's markdown as DOM nodes. */

import { formatTime } from "./clock.js";
import { element, webAddress } from "./dom.js";
import { icon } from "./icons.js";
import { parseMarkdown } from "./markdown-parse.js";
import { navigate } from "./navigation.js";
import { store } from "./store.js";

/** @typedef {import("./markdown-parse.js").MarkdownNode} MarkdownNode */

/** @type {Record<string, string>} */
const SPANS = { strong: "strong", emphasis: "em", underline: "u", strike: "s" };

const EMOJI_ONLY = /^(?:[\p{Extended_Pictographic}\p{Emoji_Component}]|\s){1,40}$/u;

/**
 * Draws text.
 *
 * @param {string} text
 * @param {import("./markdown-parse.js").MarkdownRules} [rules]
 * @returns {HTMLElement} a block whose direction follows the text
 */
export function markdown(text, rules = {}) {
  const block = element("div", { class: "markdown", dir: "auto" }, parseMarkdown(text, rules).map(draw));
  if (EMOJI_ONLY.test(text) && /\p{Extended_Pictographic}/u.test(text)) block.classList.add("only-emoji");
  return block;
}

/**
 * Draws text on one line: no headings, lists or quotes.
 *
 * @param {string} text
 * @returns {HTMLElement}
 */
export function inlineMarkdown(text) {
  return element("span", { class: "markdown", dir: "auto" }, parseMarkdown(text, { blocks: false }).map(draw));
}

/** @param {MarkdownNode} node @returns {Node} */
function draw(node) {
  const children = (node.children ?? []).map(draw);
  switch (node.type) {
    case "text":
      return document.createTextNode(node.text ?? "");
    case "paragraph":
      return element("p", null, children);
    case "heading":
      // The page's own headings go to level 2; a message's begin below.
      return element(`h${(node.level ?? 1) + 2}`, { class: `heading-${node.level}` }, children);
    case "subtext":
      return element("p", { class: "subtext" }, children);
    case "quote":
      return element("blockquote", null, children);
    case "list":
      return element(
        node.ordered ? "ol" : "ul",
        node.ordered ? { start: node.start } : null,
        (node.items ?? []).map((item) => element("li", null, item.map(draw))),
      );
    case "code":
      return element("code", null, node.text);
    case "fence":
      return element("pre", { tabindex: "0" }, element("code", { "data-language": node.language }, node.text));
    case "time":
      return timestamp((node.seconds ?? 0) * 1000, node.style ?? "f");
    case "link":
      return anchor(node.url ?? "", children);
    case "spoiler":
      return spoiler(children);
    case "emoji":
      return element("span", { class: "emoji-name" }, node.text);
    case "everyone":
      return element("span", { class: "mention" }, node.text);
    case "user":
    case "role":
    case "channel":
    case "command":
      return mention(node);
    default:
      return element(SPANS[node.type] ?? "span", null, children);
  }
}

/**
 * A time that keeps itself right when it is relative.
 *
 * @param {number} milliseconds
 * @param {string} style
 * @returns {HTMLElement}
 */
export function timestamp(milliseconds, style) {
  const date = new Date(milliseconds);
  const valid = !Number.isNaN(date.getTime());
  return element(
    "time",
    {
      class: "timestamp",
      datetime: valid ? date.toISOString() : null,
      title: formatTime(milliseconds, "F"),
      "data-relative": valid && style === "R",
    },
    formatTime(milliseconds, style),
  );
}

const MESSAGE_LINK = /^https?:\/\/(?:\w+\.)?discord(?:app)?\.com\/channels\/(\d+|@me)\/(\d+)(?:\/(\d+))?$/;

/**
 * A link; one to a message of this server goes there in the page.
 *
 * @param {string} url only http and https are followed
 * @param {(Node | string)[]} children
 * @returns {HTMLElement}
 */
export function anchor(url, children) {
  const inside = MESSAGE_LINK.exec(url);
  if (inside && store.channels.has(inside[2])) {
    return element(
      "a",
      {
        class: "link",
        href: "#",
        onclick: (/** @type {Event} */ event) => {
          event.preventDefault();
          navigate(inside[2], inside[3]);
        },
      },
      children,
    );
  }
  if (webAddress(url) === null) return element("span", null, children);
  return element("a", { class: "link", href: url, target: "_blank", rel: "noopener noreferrer nofollow" }, children);
}

/** @param {Node[]} children @returns {HTMLElement} */
function spoiler(children) {
  const cover = element(
    "span",
    {
      class: "spoiler",
      role: "button",
      tabindex: "0",
      "aria-label": "Spoiler, press to show",
      "aria-expanded": "false",
    },
    element("span", { class: "spoiler-text", "aria-hidden": "true" }, children),
  );
  const reveal = () => {
    cover.classList.add("shown");
    for (const name of ["role", "tabindex", "aria-label", "aria-expanded"]) cover.removeAttribute(name);
    cover.firstElementChild.removeAttribute("aria-hidden");
  };
  cover.addEventListener("click", reveal);
  cover.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.target === cover && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      reveal();
    }
  });
  return cover;
}

/** @param {MarkdownNode} node @returns {Node} */
function mention(node) {
  const id = node.id ?? "";
  if (node.type === "user") {
    const member = store.members.get(id);
    const mine = id === store.user.id;
    return element(
      "span",
      { class: mine ? "mention mention-me" : "mention", "data-user-id": id },
      "@",
      element("bdi", null, member ? member.display_name : "unknown-user"),
    );
  }
  if (node.type === "role") {
    return element(
      "span",
      { class: "mention" },
      "@",
      element("bdi", null, store.roles.get(id)?.name ?? "unknown-role"),
    );
  }
  if (node.type === "command") {
    return element(
      "button",
      {
        type: "button",
        class: "mention mention-command",
        onclick: () => store.emit("use-command", { commandId: id, name: node.text }),
      },
      `/${node.text}`,
    );
  }
  const channel = store.channels.get(id);
  if (!channel) return element("span", { class: "mention" }, "#unknown");
  return element(
    "button",
    { type: "button", class: "mention", onclick: () => navigate(id) },
    icon(channel.type === 2 ? "voice" : "hash"),
    element("bdi", null, store.channelName(channel)),
  );
}
