/** A picked command in the composer: its options as fields, sent with Enter. */

import { localDescription, localName, nest } from "./commands.js";
import { element, fill } from "./dom.js";
import { icon } from "./icons.js";
import { loadChoices, useCommand } from "./interactions.js";
import { OptionField } from "./option-field.js";

/** @typedef {import("./commands.js").Usable} Usable */

export class CommandForm {
  /** @type {OptionField[]} */
  #fields = [];
  #sending = false;
  #row = element("div", { class: "option-fields" });
  #chips = element("div", { class: "option-chips", role: "group", "aria-label": "More options" });
  #message = element("p", { class: "command-problem", role: "alert" });

  /**
   * @param {Usable} usable
   * @param {import("./suggestions.js").Suggestions} suggestions
   * @param {() => void} onDone called when it was sent or given up
   */
  constructor(usable, suggestions, onDone) {
    this.usable = usable;
    this.suggestions = suggestions;
    this.onDone = onDone;
    const send = element(
      "button",
      { type: "submit", class: "icon-button send", "aria-label": "Send command", title: "Send (Enter)" },
      icon("send"),
    );
    this.node = element(
      "form",
      {
        class: "command-form",
        "aria-label": `Command ${usable.name}`,
        "data-command": usable.name,
        novalidate: true,
        onsubmit: (/** @type {Event} */ event) => {
          event.preventDefault();
          this.#send();
        },
        onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(event),
      },
      element(
        "div",
        { class: "composer-row" },
        element(
          "button",
          {
            type: "button",
            class: "icon-button",
            "aria-label": "Cancel command",
            title: "Cancel (Escape)",
            onclick: () => onDone(),
          },
          icon("close"),
        ),
        element("span", { class: "command-name" }, "/", element("bdi", null, usable.name)),
        this.#row,
        send,
      ),
      this.#chips,
      this.#message,
    );
    for (const option of usable.options) if (option.required) this.#add(option);
    this.#drawChips();
  }

  /** Puts the focus where typing should begin. */
  focus() {
    const field = this.#fields.find((candidate) => candidate.empty) ?? this.#fields[this.#fields.length - 1];
    if (field) field.focus();
    else /** @type {HTMLElement} */ (this.#chips.querySelector("button") ?? this.node.querySelector(".send")).focus();
  }

  /**
   * Fills options in, adding those that are optional.
   *
   * @param {Record<string, string>} values by the option's registered name
   */
  fillIn(values) {
    for (const [name, value] of Object.entries(values)) {
      const option = this.usable.options.find((candidate) => candidate.name === name);
      if (!option) continue;
      const field = this.#fields.find((candidate) => candidate.option === option) ?? this.#add(option);
      field.fillIn(value);
    }
    this.#drawChips();
  }

  /**
   * Gives dropped files to a file option.
   *
   * @param {File[]} files
   */
  takeFiles(files) {
    const empty = this.#fields.find((field) => field.file && field.empty);
    const option = this.usable.options.find(
      (candidate) => candidate.type === 11 && !this.#fields.some((field) => field.option === candidate),
    );
    const field = empty ?? (option ? this.#add(option) : undefined);
    this.#drawChips();
    field?.file?.take(files.slice(0, 1));
  }

  /** @param {import("./types.js").CommandOption} option @returns {OptionField} */
  #add(option) {
    const field = new OptionField(option, {
      suggestions: this.suggestions,
      complete: (asking) => loadChoices(this.usable.command.id, nest(this.usable, this.#values(asking))),
      changed: () => this.#tell(""),
      next: (done) => this.#next(done),
      remove: (gone) => this.#remove(gone),
    });
    this.#fields.push(field);
    this.#row.append(field.node);
    return field;
  }

  /** @param {OptionField} field */
  #remove(field) {
    const index = this.#fields.indexOf(field);
    this.#fields.splice(index, 1);
    field.node.remove();
    this.suggestions.hide();
    this.#drawChips();
    const neighbour = this.#fields[Math.max(0, index - 1)];
    if (neighbour) neighbour.focus();
    else this.focus();
  }

  #drawChips() {
    const left = this.usable.options.filter((option) => !this.#fields.some((field) => field.option === option));
    fill(
      this.#chips,
      left.map((option) =>
        element(
          "button",
          {
            type: "button",
            class: "chip",
            "aria-label": `Add ${localName(option)}: ${localDescription(option)}`,
            "data-add-option": option.name,
            title: localDescription(option),
            onclick: () => {
              const field = this.#add(option);
              this.#drawChips();
              field.focus();
              if (field.file) field.file.button.click();
            },
            onfocus: () => this.#explain(option),
            onpointerenter: () => this.#explain(option),
          },
          icon("plus"),
          element("bdi", null, localName(option)),
        ),
      ),
    );
    this.#chips.hidden = left.length === 0;
  }

  /** @param {import("./types.js").CommandOption} option */
  #explain(option) {
    if (this.#message.classList.contains("problem")) return;
    const description = localDescription(option);
    fill(this.#message, description && description !== "…" ? `${localName(option)} — ${description}` : "");
  }

  /** After something was picked, on to the next required field that is empty. @param {OptionField} done */
  #next(done) {
    const next = this.#fields.find((field) => field !== done && field.empty && field.option.required);
    next?.focus();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (this.suggestions.handleKey(event)) return;
    if (event.key === "Escape") {
      event.preventDefault();
      this.onDone();
    } else if (event.key === "Enter" && event.target instanceof HTMLTextAreaElement && !event.isComposing) {
      event.preventDefault();
      this.#send();
    }
  }

  /** @param {OptionField} [asking] the field the bot is asked to complete */
  #values(asking) {
    return this.#fields
      .filter((field) => field === asking || (!field.empty && field.problem() === null))
      .map((field) => field.value(field === asking));
  }

  async #send() {
    if (this.#sending || this.#fields.some((field) => field.loading)) return;
    const wrong = this.#fields.map((field) => ({ field, problem: field.problem() })).filter(({ problem }) => problem);
    for (const field of this.#fields)
      field.node.classList.toggle(
        "invalid",
        wrong.some((entry) => entry.field === field),
      );
    if (wrong.length > 0) {
      const [{ field, problem }] = wrong;
      field.focus();
      this.#tell(`${field.name}: ${problem}`);
      return;
    }
    this.#sending = true;
    try {
      await useCommand(this.usable.command.id, nest(this.usable, this.#values()));
      this.onDone();
    } catch (error) {
      this.#tell(/** @type {Error} */ (error).message);
    }
    this.#sending = false;
  }

  /** @param {string} problem */
  #tell(problem) {
    this.#message.classList.toggle("problem", problem !== "");
    fill(this.#message, problem);
  }
}
