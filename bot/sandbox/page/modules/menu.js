/** Menus: a list of actions that opens at a button or at the pointer, used with the arrow keys. */

import { element } from "./dom.js";
import { icon } from "./icons.js";
import { closePopup, showPopup } from "./popup.js";

/**
 * One line of a menu; without `run` it is a heading.
 *
 * @typedef {{label: string, detail?: string, icon?: import("./icons.js").IconName, danger?: boolean,
 *   checked?: boolean, lead?: Node, key?: string, run?: () => void}} MenuItem
 */

/**
 * Opens a menu.
 *
 * @param {HTMLElement} anchor
 * @param {string} label what the menu is of
 * @param {MenuItem[]} items
 * @param {{at?: {x: number, y: number}, above?: boolean}} [options]
 */
export function openMenu(anchor, label, items, options = {}) {
  const panel = element(
    "div",
    { class: "menu", role: "menu", "aria-label": label, tabindex: "-1" },
    items.map(menuLine),
  );
  panel.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => moveInMenu(panel, event));
  anchor.setAttribute("aria-expanded", "true");
  showPopup(panel, anchor, { ...options, onClose: () => anchor.setAttribute("aria-expanded", "false") });
  const first = panel.querySelector('[aria-checked="true"]') ?? panel.querySelector("button");
  (first ?? panel).focus();
}

/** @param {MenuItem} item */
function menuLine(item) {
  const { run } = item;
  if (!run) return element("div", { class: "menu-heading", role: "presentation" }, item.label);
  return element(
    "button",
    {
      type: "button",
      class: item.danger ? "menu-item danger" : "menu-item",
      role: item.checked === undefined ? "menuitem" : "menuitemradio",
      "aria-checked": item.checked === undefined ? null : String(item.checked),
      tabindex: "-1",
      "data-key": item.key,
      onclick: () => {
        closePopup({ refocus: true });
        run();
      },
    },
    item.lead ?? (item.icon && icon(item.icon)),
    element(
      "span",
      { class: "menu-text" },
      element("bdi", { class: "menu-label" }, item.label),
      item.detail && element("span", { class: "menu-detail" }, item.detail),
    ),
    item.checked && icon("check"),
  );
}

/** @param {HTMLElement} panel @param {KeyboardEvent} event */
function moveInMenu(panel, event) {
  const lines = /** @type {HTMLElement[]} */ ([...panel.querySelectorAll("button")]);
  const index = lines.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const last = lines.length - 1;
  /** @type {Record<string, number>} */
  const steps = {
    ArrowDown: index >= last ? 0 : index + 1,
    ArrowUp: index <= 0 ? last : index - 1,
    Home: 0,
    End: last,
  };
  if (event.key in steps) {
    event.preventDefault();
    lines[steps[event.key]]?.focus();
  } else if (event.key === "Tab") {
    event.preventDefault();
    closePopup({ refocus: true });
  }
}
