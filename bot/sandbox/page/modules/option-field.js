/** A field of a command's option: typed, chosen from a list, completed by the bot, or a file. */

import { optionCandidates, matching } from "./choosing.js";
import { localDescription, localName } from "./commands.js";
import { element, uniqueId } from "./dom.js";
import { icon } from "./icons.js";
import { FileChoice } from "./file-choice.js";
import { store } from "./store.js";
import { OptionType } from "./types.js";

/** @typedef {import("./types.js").CommandOption} CommandOption */

const TYPING_PAUSE_MILLISECONDS = 180;

/**
 * What the form around a field offers it.
 *
 * @typedef {{suggestions: import("./suggestions.js").Suggestions,
 *   complete: (field: OptionField) => Promise<import("./types.js").Choice[]>, changed: () => void,
 *   next: (field: OptionField) => void, remove: (field: OptionField) => void}} FieldHost
 */

export class OptionField {
  /** The chosen value behind the shown text, null while it is only typed. @type {string | number | null} */
  #picked = null;
  #request = 0;
  #timer = 0;
  /** @type {FileChoice | null} */
  file = null;

  /**
   * @param {CommandOption} option
   * @param {FieldHost} host
   */
  constructor(option, host) {
    this.option = option;
    this.host = host;
    this.name = localName(option);
    const id = uniqueId("option");
    const label = element(
      "label",
      { class: "option-name", for: id, title: localDescription(option) },
      element("bdi", null, this.name),
    );
    const remove =
      !option.required &&
      element(
        "button",
        {
          type: "button",
          class: "option-remove",
          tabindex: "-1",
          "aria-label": `Remove ${this.name}`,
          onclick: () => host.remove(this),
        },
        icon("close"),
      );
    if (option.type === OptionType.ATTACHMENT) {
      this.file = new FileChoice({ id, label: this.name, onChange: () => host.changed() });
      this.control = this.file.button;
      this.node = element("div", { class: "option-field", "data-option": option.name }, label, this.file.node, remove);
    } else {
      // Long texts wrap; a line break in one is a space, as in Discord.
      const wraps = option.type === OptionType.STRING && !option.autocomplete && !optionCandidates(option);
      this.input = element(wraps ? "textarea" : "input", {
        id,
        type: wraps ? null : "text",
        rows: wraps ? "1" : null,
        class: "option-input",
        autocomplete: "off",
        dir: "auto",
        "aria-required": String(Boolean(option.required)),
        placeholder: this.#placeholder(),
        "aria-description": localDescription(option),
        inputmode: this.#numeric() ? "decimal" : null,
        onfocus: () => this.#suggest(true),
        oninput: () => this.#typed(),
        onblur: () => host.suggestions.hide(),
      });
      this.control = this.input;
      this.node = element("div", { class: "option-field", "data-option": option.name }, label, this.input, remove);
      if (option.autocomplete || optionCandidates(option)) host.suggestions.attach(this.input);
    }
    this.control.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Backspace" && this.empty && !option.required) {
        event.preventDefault();
        host.remove(this);
      }
    });
  }

  get empty() {
    return this.file ? !this.file.chosen : this.input.value === "";
  }

  /** Whether the bot's choices for what was typed are still on the way. */
  get loading() {
    return this.node.classList.contains("loading") || Boolean(this.file?.loading);
  }

  focus() {
    this.control.focus();
  }

  /** @param {string} text */
  fillIn(text) {
    this.#picked = null;
    if (this.input) this.input.value = text;
  }

  #numeric() {
    return this.option.type === OptionType.INTEGER || this.option.type === OptionType.NUMBER;
  }

  #placeholder() {
    if (this.#numeric() && this.option.min_value !== undefined && this.option.max_value !== undefined) {
      return `${this.option.min_value} to ${this.option.max_value}`;
    }
    return "";
  }

  #typed() {
    this.#picked = null;
    if (this.input.value.includes("\n")) this.input.value = this.input.value.replace(/\s*\n\s*/g, " ");
    this.node.classList.remove("invalid");
    this.#suggest(false);
    this.host.changed();
  }

  /** @param {boolean} onFocus */
  #suggest(onFocus) {
    const title = this.#hint();
    if (this.option.autocomplete) {
      window.clearTimeout(this.#timer);
      this.#request += 1;
      if (!onFocus || this.#picked === null) this.#completeLater(title, onFocus ? 0 : TYPING_PAUSE_MILLISECONDS);
      return;
    }
    const candidates = optionCandidates(this.option);
    const typed = this.#picked === null ? this.input.value : "";
    const items = candidates ? matching(candidates, typed) : [];
    this.host.suggestions.show(this.input, {
      title,
      items: items.slice(0, 40).map((candidate) => ({
        ...candidate,
        key: candidate.value,
        pick: () => this.#pick(candidate.value, candidate.label),
      })),
      note: candidates && items.length === 0 ? "Nothing fits." : undefined,
    });
  }

  /** @param {string} title @param {number} pause */
  #completeLater(title, pause) {
    const request = this.#request;
    const { suggestions } = this.host;
    this.node.classList.add("loading");
    suggestions.show(this.input, { title, items: [], note: "Loading options…" });
    this.#timer = window.setTimeout(async () => {
      let choices = null;
      let trouble = "";
      try {
        choices = await this.host.complete(this);
      } catch (error) {
        trouble = /** @type {Error} */ (error).message;
      }
      if (request !== this.#request) return;
      this.node.classList.remove("loading");
      if (document.activeElement !== this.input) return;
      suggestions.show(this.input, {
        title,
        items: (choices ?? []).map((choice) => {
          const label = choice.name_localizations?.[store.user.locale ?? ""] ?? choice.name;
          return { label, key: String(choice.value), pick: () => this.#pick(choice.value, label) };
        }),
        note: trouble || (choices?.length === 0 ? "No options match." : undefined),
      });
    }, pause);
  }

  /** @returns {string} */
  #hint() {
    const description = localDescription(this.option);
    return description && description !== "…" ? `${this.name} — ${description}` : this.name;
  }

  /** @param {string | number} value @param {string} label */
  #pick(value, label) {
    this.#picked = value;
    this.#request += 1;
    this.input.value = label;
    this.node.classList.remove("invalid", "loading");
    this.host.suggestions.hide();
    this.host.changed();
    this.host.next(this);
  }

  /**
   * What Discord's client would complain about.
   *
   * @returns {string | null}
   */
  problem() {
    const { option } = this;
    if (this.empty) return option.required ? "This option is required." : null;
    if (this.file) return this.file.problem;
    const candidates = optionCandidates(option);
    if (candidates) return this.#resolved(candidates) === undefined ? "Choose one from the list." : null;
    if (this.#numeric()) return this.#numberProblem();
    const length = [...this.input.value].length;
    if (option.min_length !== undefined && length < option.min_length)
      return `At least ${option.min_length} characters.`;
    if (option.max_length !== undefined && length > option.max_length)
      return `At most ${option.max_length} characters; these are ${length}.`;
    return null;
  }

  #numberProblem() {
    const { option } = this;
    const value = Number(this.#picked ?? this.input.value.trim().replace(",", "."));
    if (!Number.isFinite(value)) return "This must be a number.";
    if (option.type === OptionType.INTEGER && !Number.isSafeInteger(value)) return "This must be a whole number.";
    if (option.min_value !== undefined && value < option.min_value) return `At least ${option.min_value}.`;
    if (option.max_value !== undefined && value > option.max_value) return `At most ${option.max_value}.`;
    return null;
  }

  /** @param {import("./choosing.js").Candidate[]} candidates @returns {string | undefined} */
  #resolved(candidates) {
    if (this.#picked !== null) return String(this.#picked);
    const typed = this.input.value.trim().toLocaleLowerCase();
    return candidates.find((candidate) => candidate.label.toLocaleLowerCase() === typed)?.value;
  }

  /**
   * The option for the server.
   *
   * @param {boolean} [focused] whether the bot is asked to complete it: then it goes as it was typed
   * @returns {import("./types.js").OptionValue}
   */
  value(focused = false) {
    const { option } = this;
    const base = { name: option.name, type: option.type };
    if (focused) return { ...base, value: this.input.value, focused: true };
    if (this.file) return { ...base, value: this.file.uploadId };
    const candidates = optionCandidates(option);
    const text = candidates ? (this.#resolved(candidates) ?? "") : (this.#picked ?? this.input.value);
    if (option.type === OptionType.BOOLEAN) return { ...base, value: text === "true" };
    if (this.#numeric()) return { ...base, value: Number(String(text).trim().replace(",", ".")) };
    return { ...base, value: String(text) };
  }
}
