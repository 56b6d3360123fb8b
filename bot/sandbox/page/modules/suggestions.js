/** The list above the composer: commands, choices, people. The field being typed in keeps the focus. */

import { element, fill, uniqueId } from "./dom.js";

/**
 * One line of the list.
 *
 * @typedef {{label: string, detail?: string, group?: string, lead?: () => Node, key?: string, note?: string,
 *   pick: () => void}} Suggestion
 */

export class Suggestions {
  #id = uniqueId("suggestions");
  /** @type {Suggestion[]} */
  #items = [];
  #active = -1;
  /** @type {HTMLElement | null} the field that the list belongs to */
  #owner = null;

  constructor() {
    this.title = element("div", { class: "suggestions-title", role: "presentation" });
    this.list = element("div", {
      id: this.#id,
      class: "suggestions-list",
      role: "listbox",
      "aria-label": "Suggestions",
    });
    this.node = element(
      "div",
      { class: "suggestions", hidden: true, "data-region": "suggestions" },
      this.title,
      this.list,
    );
    // Pressing a line must not take the focus from the field.
    this.node.addEventListener("pointerdown", (/** @type {Event} */ event) => event.preventDefault());
    this.node.addEventListener("mousedown", (/** @type {Event} */ event) => event.preventDefault());
  }

  get shown() {
    return !this.node.hidden;
  }

  /**
   * Prepares a field for the list, as assistive technology wants it from the beginning.
   *
   * @param {HTMLElement} field
   */
  attach(field) {
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.#id,
    }))
      field.setAttribute(name, value);
  }

  /**
   * Shows lines for a field.
   *
   * @param {HTMLElement} owner
   * @param {{title?: string, items: Suggestion[], note?: string, activate?: boolean}} content `note` stands instead of lines;
   *   `activate` makes the first line the one that Enter takes
   */
  show(owner, { title = "", items, note, activate = true }) {
    if (this.#owner !== owner) this.hide();
    this.#owner = owner;
    this.#items = items;
    this.#active = activate && items.length > 0 ? 0 : -1;
    fill(this.title, title);
    this.title.hidden = title === "";
    let group = "";
    fill(
      this.list,
      items
        .map((item, index) => {
          const heading =
            item.group && item.group !== group
              ? element("div", { class: "suggestions-group", role: "presentation" }, item.group)
              : null;
          group = item.group ?? group;
          return [heading, this.#line(item, index)];
        })
        .flat(),
      note && element("p", { class: "nothing", role: "status" }, note),
    );
    this.node.hidden = items.length === 0 && !note && title === "";
    owner.setAttribute("aria-expanded", String(!this.node.hidden));
    this.list.scrollTop = 0;
    this.#mark();
  }

  hide() {
    this.node.hidden = true;
    this.#items = [];
    this.#active = -1;
    this.#owner?.setAttribute("aria-expanded", "false");
    this.#owner?.removeAttribute("aria-activedescendant");
    this.#owner = null;
  }

  /** @param {Suggestion} item @param {number} index */
  #line(item, index) {
    return element(
      "div",
      {
        id: `${this.#id}-${index}`,
        class: "suggestion",
        role: "option",
        "aria-selected": "false",
        "data-key": item.key,
        onclick: () => item.pick(),
        onpointermove: () => {
          if (this.#active === index) return;
          this.#active = index;
          this.#mark(false);
        },
      },
      item.lead?.(),
      element("span", { class: "suggestion-label" }, element("bdi", null, item.label)),
      item.detail && element("span", { class: "suggestion-detail", dir: "auto" }, item.detail),
      item.note && element("span", { class: "suggestion-note" }, item.note),
    );
  }

  #mark(scroll = true) {
    this.list
      .querySelectorAll(".suggestion")
      .forEach((/** @type {HTMLElement} */ line, /** @type {number} */ index) => {
        const active = index === this.#active;
        line.classList.toggle("active", active);
        line.setAttribute("aria-selected", String(active));
        if (!active) return;
        this.#owner?.setAttribute("aria-activedescendant", line.id);
        if (scroll) line.scrollIntoView({ block: "nearest" });
      });
    if (this.#active < 0) this.#owner?.removeAttribute("aria-activedescendant");
  }

  /**
   * Moves in the list or takes a line.
   *
   * @param {KeyboardEvent} event
   * @returns {boolean} whether the key was for the list
   */
  handleKey(event) {
    if (!this.shown || event.isComposing) return false;
    const last = this.#items.length - 1;
    if (last < 0) return false;
    if (event.key === "Escape") this.hide();
    else if (event.key === "ArrowDown") this.#active = this.#active >= last ? 0 : this.#active + 1;
    else if (event.key === "ArrowUp") this.#active = this.#active <= 0 ? last : this.#active - 1;
    else if ((event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) && this.#active >= 0) {
      event.preventDefault();
      this.#items[this.#active].pick();
      return true;
    } else return false;
    event.preventDefault();
    if (this.shown) this.#mark();
    return true;
  }
}
