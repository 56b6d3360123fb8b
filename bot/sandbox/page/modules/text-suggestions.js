/** What the list above the message field offers: commands after a slash, people after an @. */

import { matching, memberCandidates } from "./choosing.js";
import { findCommands, localName } from "./commands.js";
import { icon } from "./icons.js";
import { store } from "./store.js";

/** @typedef {import("./commands.js").Usable} Usable */

const MOST_PEOPLE = 10;

export class TextSuggestions {
  /** @type {Map<string, string>} what stands in the text for a mention */
  #mentions = new Map();

  /**
   * @param {HTMLTextAreaElement} field
   * @param {import("./suggestions.js").Suggestions} suggestions
   * @param {(usable: Usable) => void} onCommand
   */
  constructor(field, suggestions, onCommand) {
    this.field = field;
    this.suggestions = suggestions;
    this.onCommand = onCommand;
    suggestions.attach(field);
  }

  /** Shows what fits the text up to the caret, or nothing. */
  update() {
    const text = this.field.value;
    if (text.startsWith("/") && !text.includes("\n")) {
      this.#showCommands(text.slice(1));
      return;
    }
    const before = text.slice(0, this.field.selectionStart ?? text.length);
    const at = /(?:^|\s)@([^\s@]{0,32})$/.exec(before);
    if (at) this.#showPeople(at[1]);
    else this.suggestions.hide();
  }

  /** @param {string} typed */
  #showPeople(typed) {
    const items = matching(memberCandidates(), typed).slice(0, MOST_PEOPLE);
    this.suggestions.show(this.field, {
      items: items.map((candidate) => ({
        ...candidate,
        key: candidate.value,
        pick: () => this.mention(candidate.value, candidate.label, typed.length + 1),
      })),
    });
  }

  /** @param {string} typed */
  #showCommands(typed) {
    const found = findCommands(typed);
    const none = store.bot.online ? "No command fits." : "The bot is offline. Its commands cannot be used now.";
    this.suggestions.show(this.field, {
      title: typed ? `Commands matching “${typed}”` : `Commands of ${store.bot.display_name}`,
      items: found.map((usable) => ({
        label: `/${usable.name}`,
        detail: usable.description,
        group: typed || usable.path.length === 0 ? undefined : `/${localName(usable.command)} …`,
        lead: () => icon("slash"),
        note: optionNote(usable),
        key: usable.name,
        pick: () => this.onCommand(usable),
      })),
      note: found.length === 0 ? none : undefined,
    });
  }

  /**
   * Puts a mention at the caret; it reads as a name and is sent as Discord writes it.
   *
   * @param {string} id
   * @param {string} name
   * @param {number} [typed] how many characters before the caret it replaces
   */
  mention(id, name, typed = 0) {
    const caret = this.field.selectionStart ?? this.field.value.length;
    const shown = `@${name}`;
    this.#mentions.set(shown, id);
    this.field.setRangeText(`${shown} `, caret - typed, caret, "end");
    this.suggestions.hide();
    this.field.focus();
  }

  /** @returns {string} the text with mentions as Discord writes them */
  content() {
    let text = this.field.value.trim();
    for (const [shown, id] of this.#mentions) text = text.replaceAll(shown, `<@${id}>`);
    return text;
  }

  /** Empties the field. */
  clear() {
    this.field.value = "";
    this.#mentions.clear();
  }
}

/** @param {Usable} usable @returns {string | undefined} the required options by name and how many more there are */
function optionNote(usable) {
  const required = usable.options.filter((option) => option.required).map(localName);
  const optional = usable.options.length - required.length;
  return [required.join(" "), optional > 0 ? `+${optional}` : ""].filter(Boolean).join(" ") || undefined;
}
