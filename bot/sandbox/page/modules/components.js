/** Components of messages: buttons, select menus, and the layout components of version 2. */

import { covered, drawFile, picture, video } from "./attachments.js";
import { cssColor } from "./avatars.js";
import { emojiNode } from "./choosing.js";
import { element, webAddress } from "./dom.js";
import { icon } from "./icons.js";
import { useComponent } from "./interactions.js";
import { markdown } from "./markdown.js";
import { SelectMenu } from "./selects.js";
import { ComponentType } from "./types.js";

/** @typedef {import("./types.js").Component} Component */
/** @typedef {import("./types.js").Message} Message */

/** @type {Record<number, string>} */
const BUTTON_STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link", 6: "primary" };
const LINK_STYLE = 5;

/**
 * Draws a message's components.
 *
 * @param {Component[]} components
 * @param {Message} message
 * @returns {HTMLElement[]}
 */
export function drawComponents(components, message) {
  return components.map((component) => draw(component, message));
}

/** @param {Component} component @param {Message} message @returns {HTMLElement} */
function draw(component, message) {
  switch (component.type) {
    case ComponentType.ROW:
      return element("div", { class: "row" }, drawComponents(component.components ?? [], message));
    case ComponentType.BUTTON:
      return button(component, message);
    case ComponentType.STRING_SELECT:
    case ComponentType.USER_SELECT:
    case ComponentType.ROLE_SELECT:
    case ComponentType.MENTIONABLE_SELECT:
    case ComponentType.CHANNEL_SELECT:
      return select(component, message);
    case ComponentType.SECTION:
      return element(
        "div",
        { class: "section" },
        element("div", { class: "section-text" }, drawComponents(component.components ?? [], message)),
        component.accessory && draw(component.accessory, message),
      );
    case ComponentType.TEXT:
      return markdown(component.content ?? "", { masked: true });
    case ComponentType.CONTAINER:
      return container(component, message);
    case ComponentType.SEPARATOR:
      return element("div", {
        class: component.spacing === 2 ? "separator wide" : "separator",
        role: "presentation",
        "data-divider": String(component.divider !== false),
      });
    default:
      return drawMedia(component);
  }
}

/** @param {Component} component @returns {HTMLElement} */
function drawMedia(component) {
  if (component.type === ComponentType.THUMBNAIL && component.media) {
    return hidden(
      component,
      element("div", { class: "thumbnail" }, picture(component.media, component.description ?? "Thumbnail")),
    );
  }
  if (component.type === ComponentType.GALLERY) {
    const items = component.items ?? [];
    return element(
      "div",
      { class: "gallery", "data-count": Math.min(items.length, 4) },
      items.map((item) => {
        const moving = /\.(mp4|mov|webm)(\?|$)/i.test(item.media.url) || item.media.content_type?.startsWith("video/");
        return hidden(
          item,
          moving ? video(item.media, item.description || "Video") : picture(item.media, item.description ?? ""),
        );
      }),
    );
  }
  if (component.type === ComponentType.FILE && component.file) {
    const filename = component.name || decodeURIComponent(component.file.url.split("?")[0].split("/").pop() ?? "file");
    return hidden(component, drawFile({ id: "", filename, size: component.size ?? 0, url: component.file.url }));
  }
  return element("p", { class: "unknown-component" }, "This part of the message cannot be shown here.");
}

/** @param {{spoiler?: boolean}} part @param {HTMLElement} node @returns {HTMLElement} */
function hidden(part, node) {
  return part.spoiler ? covered(node) : node;
}

/** @param {Component} component @param {Message} message @returns {HTMLElement} */
function container(component, message) {
  const box = element("div", { class: "container" }, drawComponents(component.components ?? [], message));
  const color = cssColor(component.accent_color);
  if (color) {
    box.style.setProperty("--embed", color);
    box.classList.add("accented");
  }
  return hidden(component, box);
}

/** @param {Component} component @param {Message} message @returns {HTMLElement} */
function button(component, message) {
  const style = BUTTON_STYLES[component.style ?? 2] ?? "secondary";
  const inside = [
    component.emoji && emojiNode(component.emoji),
    component.label && element("bdi", { class: "button-label" }, component.label),
  ];
  const name = component.label ? null : (component.emoji?.name ?? "Button");
  if (component.style === LINK_STYLE) {
    return element(
      "a",
      {
        class: "button link",
        href: webAddress(component.url),
        target: "_blank",
        rel: "noopener noreferrer nofollow",
        "aria-label": name,
      },
      inside,
      icon("external"),
    );
  }
  return element(
    "button",
    {
      type: "button",
      class: `button ${style}`,
      disabled: component.disabled,
      "data-custom-id": component.custom_id,
      "aria-label": name,
      onclick: () => useComponent(message, component.custom_id ?? ""),
    },
    inside,
  );
}

/** @param {Component} component @param {Message} message @returns {HTMLElement} */
function select(component, message) {
  return new SelectMenu(component, {
    label: "",
    disabled: component.disabled,
    onChoose: (values) => useComponent(message, component.custom_id ?? "", values),
  }).button;
}

/**
 * Marks the components that wait for the bot.
 *
 * @param {HTMLElement} node what holds the components
 * @param {Set<string>} busy custom ids
 */
export function markBusy(node, busy) {
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (node.querySelectorAll("[data-custom-id]"))) {
    const waits = busy.has(part.dataset.customId ?? "");
    part.classList.toggle("busy", waits);
    if (waits) part.setAttribute("aria-busy", "true");
    else part.removeAttribute("aria-busy");
  }
}
