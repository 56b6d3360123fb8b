/** Select menus of messages and forms: a button that opens a list to choose one or several from. */

import { matching, selectCandidates } from "./choosing.js";
import { element, fill, uniqueId } from "./dom.js";
import { icon } from "./icons.js";
import { closePopup, popupIsOpenAt, showPopup } from "./popup.js";
import { ComponentType } from "./types.js";

/** @typedef {import("./types.js").Component} Component */
/** @typedef {import("./choosing.js").Candidate} Candidate */

/**
 * A select menu. It calls back with the values once the choice is made: at once for a single one, when the list
 * closes for several.
 */
export class SelectMenu {
  /** @type {string[]} */
  values;
  #label = element("span", { class: "select-value" });
  #active = 0;
  /** @type {Candidate[]} */
  #shown = [];
  /** @type {HTMLElement | null} */
  #list = null;
  #listId = uniqueId("select-list");

  /**
   * @param {Component} component
   * @param {{label: string, onChoose: (values: string[]) => void, disabled?: boolean}} options
   */
  constructor(component, options) {
    this.component = component;
    this.onChoose = options.onChoose;
    this.label = options.label;
    this.minimum = component.min_values ?? 1;
    this.maximum = component.max_values ?? 1;
    this.values = [
      ...(component.options ?? []).filter((option) => option.default).map((option) => option.value),
      ...(component.default_values ?? []).map((value) => value.id),
    ];
    this.button = element(
      "button",
      {
        type: "button",
        class: "select",
        role: "combobox",
        "aria-haspopup": "listbox",
        "aria-expanded": "false",
        "aria-controls": this.#listId,
        "data-custom-id": component.custom_id,
        disabled: options.disabled,
        onclick: () => (popupIsOpenAt(this.button) ? closePopup() : this.#open()),
        onkeydown: (/** @type {KeyboardEvent} */ event) => this.#openByKey(event),
      },
      this.#label,
      icon("chevron"),
    );
    this.#drawLabel();
  }

  #drawLabel() {
    const chosen = selectCandidates(this.component).filter((candidate) => this.values.includes(candidate.value));
    const hint = this.component.placeholder || (this.maximum > 1 ? "Make a choice" : "Choose one");
    this.#label.classList.toggle("placeholder", chosen.length === 0);
    if (chosen.length === 0) fill(this.#label, hint);
    else
      fill(
        this.#label,
        chosen.map((candidate) => element("bdi", { class: "chosen" }, candidate.lead?.(), candidate.label)),
      );
    const value = chosen.length ? chosen.map((candidate) => candidate.label).join(", ") : hint;
    this.button.setAttribute("aria-label", this.label ? `${this.label}: ${value}` : value);
  }

  /** @param {KeyboardEvent} event */
  #openByKey(event) {
    if (popupIsOpenAt(this.button) || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    event.preventDefault();
    this.#open();
  }

  #open() {
    const before = this.values.join("\n");
    const search = element("input", {
      type: "text",
      class: "select-search",
      placeholder: "Search",
      "aria-label": "Search",
      role: "combobox",
      "aria-expanded": "true",
      "aria-controls": this.#listId,
      autocomplete: "off",
      oninput: () => this.#drawList(search.value),
    });
    const list = element("div", {
      id: this.#listId,
      class: "select-list",
      role: "listbox",
      tabindex: "-1",
      "aria-label": this.label || "Choices",
      "aria-multiselectable": this.maximum > 1 ? "true" : null,
    });
    const searchable =
      this.component.type !== ComponentType.STRING_SELECT || (this.component.options ?? []).length > 10;
    const panel = element(
      "div",
      { class: "select-panel", "data-panel": "select" },
      searchable && search,
      list,
      this.maximum > 1 && this.#footer(),
    );
    panel.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.#move(event));
    this.#list = list;
    this.#drawList("");
    this.button.setAttribute("aria-expanded", "true");
    showPopup(panel, this.button, { sameWidth: true, onClose: () => this.#closed(before) });
    (searchable ? search : list).focus();
  }

  #footer() {
    const range =
      this.minimum === this.maximum ? `Choose ${this.maximum}` : `Choose ${this.minimum} to ${this.maximum}`;
    return element(
      "div",
      { class: "select-footer" },
      element("span", null, range),
      element(
        "button",
        { type: "button", class: "button primary small", onclick: () => closePopup({ refocus: true }) },
        "Done",
      ),
    );
  }

  /** @param {string} before */
  #closed(before) {
    this.button.setAttribute("aria-expanded", "false");
    this.#list = null;
    if (this.maximum > 1 && this.values.join("\n") !== before && this.values.length >= this.minimum) {
      this.onChoose(this.values);
    }
  }

  /** @param {string} typed */
  #drawList(typed) {
    if (!this.#list) return;
    this.#shown = matching(selectCandidates(this.component), typed);
    const chosen = this.#shown.findIndex((candidate) => this.values.includes(candidate.value));
    this.#active = Math.max(chosen, 0);
    fill(
      this.#list,
      this.#shown.map((candidate, index) => this.#line(candidate, index)),
      this.#shown.length === 0 && element("p", { class: "nothing" }, "Nothing fits."),
    );
    this.#mark();
  }

  /** @param {Candidate} candidate @param {number} index */
  #line(candidate, index) {
    const chosen = this.values.includes(candidate.value);
    return element(
      "div",
      {
        id: `${this.#listId}-${index}`,
        class: "choice",
        role: "option",
        "aria-selected": String(chosen),
        "data-value": candidate.value,
        onclick: () => this.#choose(index),
        onpointermove: () => this.#point(index),
      },
      candidate.lead?.(),
      element(
        "span",
        { class: "choice-text" },
        element("bdi", { class: "choice-label" }, candidate.label),
        candidate.detail && element("bdi", { class: "choice-detail" }, candidate.detail),
      ),
      this.maximum > 1 ? element("span", { class: "tick" }, chosen && icon("check")) : chosen && icon("check"),
    );
  }

  /** @param {number} index */
  #point(index) {
    this.#active = index;
    this.#mark();
  }

  #mark() {
    const lines = [...(this.#list?.querySelectorAll(".choice") ?? [])];
    lines.forEach((line, index) => line.classList.toggle("active", index === this.#active));
    lines[this.#active]?.scrollIntoView({ block: "nearest" });
    for (const owner of [this.#list, this.#list?.parentElement?.querySelector("input")]) {
      if (lines[this.#active]) owner?.setAttribute("aria-activedescendant", lines[this.#active].id);
      else owner?.removeAttribute("aria-activedescendant");
    }
  }

  /** @param {number} index */
  #choose(index) {
    const candidate = this.#shown[index];
    if (!candidate) return;
    if (this.maximum === 1) {
      const again = this.values[0] === candidate.value && this.minimum === 0;
      this.values = again ? [] : [candidate.value];
      this.#drawLabel();
      closePopup({ refocus: true });
      this.onChoose(this.values);
      return;
    }
    if (this.values.includes(candidate.value)) this.values = this.values.filter((value) => value !== candidate.value);
    else if (this.values.length < this.maximum) this.values = [...this.values, candidate.value];
    this.#drawLabel();
    const line = this.#list?.children[index];
    line?.replaceWith(this.#line(candidate, index));
    this.#point(index);
  }

  /** @param {KeyboardEvent} event */
  #move(event) {
    const last = this.#shown.length - 1;
    const typing = event.target instanceof HTMLInputElement;
    if (event.key === "ArrowDown") this.#point(this.#active >= last ? 0 : this.#active + 1);
    else if (event.key === "ArrowUp") this.#point(this.#active <= 0 ? last : this.#active - 1);
    else if (event.key === "Home" && !typing) this.#point(0);
    else if (event.key === "End" && !typing) this.#point(last);
    else if (event.key === "Enter" || (event.key === " " && !typing)) {
      if (event.target instanceof HTMLButtonElement) return;
      this.#choose(this.#active);
    } else if (event.key === "Tab" && this.maximum === 1) closePopup({ refocus: true });
    else return;
    event.preventDefault();
  }
}
