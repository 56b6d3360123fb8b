/** The parts of a form: text inputs, select menus, files, choices, each with its label and its check. */

import { element, fill, uniqueId } from "./dom.js";
import { FileChoice } from "./file-choice.js";
import { markdown } from "./markdown.js";
import { SelectMenu } from "./selects.js";
import { ComponentType } from "./types.js";

/** @typedef {import("./types.js").Component} Component */

const LONGEST_TEXT = 4000;
const PARAGRAPH = 2;

/**
 * A field of a form: `problem` is what Discord's client would say, null when all is well.
 *
 * @typedef {{customId: string, value: () => any, problem: () => string | null, focus: () => void, node: HTMLElement,
 *   control: HTMLElement, counter?: HTMLElement, group?: boolean}} Input
 */

/** A field with its label, which tells what is wrong when checked. */
class Field {
  #problem = element("p", { class: "field-problem", id: uniqueId("problem"), role: "alert" });

  /** @param {Input} input @param {{label: string, description?: string | null, required: boolean}} about */
  constructor(input, about) {
    this.input = input;
    this.customId = input.customId;
    const labelId = uniqueId("label");
    const description =
      about.description && element("p", { class: "field-description", id: uniqueId("description") }, about.description);
    input.control.id ||= uniqueId("field");
    input.control.setAttribute(
      "aria-describedby",
      [description && description.id, this.#problem.id].filter(Boolean).join(" "),
    );
    const text = [
      element("bdi", null, about.label),
      about.required && element("span", { class: "required", title: "Required" }, " *"),
    ];
    const heading = input.group
      ? element("div", { class: "field-label", id: labelId }, text)
      : element("label", { class: "field-label", id: labelId, for: input.control.id }, text);
    if (input.group) input.control.setAttribute("aria-labelledby", labelId);
    if (about.required) input.control.setAttribute("aria-required", "true");
    this.node = element(
      "div",
      { class: "field", "data-field": input.customId },
      element("div", { class: "field-head" }, heading, input.counter),
      description,
      input.node,
      this.#problem,
    );
    input.node.addEventListener("input", () => this.#tell(null));
  }

  focus() {
    this.input.focus();
  }

  value() {
    return this.input.value();
  }

  /** @returns {boolean} whether all is well; otherwise it is said at the field */
  check() {
    const problem = this.input.problem();
    this.#tell(problem);
    return problem === null;
  }

  /** @param {string | null} problem */
  #tell(problem) {
    fill(this.#problem, problem);
    this.node.classList.toggle("invalid", problem !== null);
    if (problem) this.input.control.setAttribute("aria-invalid", "true");
    else this.input.control.removeAttribute("aria-invalid");
  }
}

/**
 * Draws the components of a form.
 *
 * @param {Component[]} components
 * @returns {{nodes: HTMLElement[], fields: Field[]}}
 */
export function drawModalParts(components) {
  /** @type {HTMLElement[]} */
  const nodes = [];
  /** @type {Field[]} */
  const fields = [];
  for (const component of components) {
    if (component.type === ComponentType.TEXT) nodes.push(markdown(component.content ?? "", { masked: true }));
    const inputs = component.type === ComponentType.LABEL ? [component.component] : (component.components ?? []);
    for (const input of inputs) {
      if (!input) continue;
      const label = component.type === ComponentType.LABEL ? (component.label ?? "") : (input.label ?? "");
      const field = new Field(drawInput(input, label), {
        label,
        description: component.description,
        required: isRequired(input),
      });
      fields.push(field);
      nodes.push(field.node);
    }
  }
  return { nodes, fields };
}

/** @param {Component} input @returns {boolean} */
function isRequired(input) {
  return input.type !== ComponentType.CHECKBOX && input.required !== false;
}

/** @param {Component} input @param {string} label @returns {Input} */
function drawInput(input, label) {
  switch (input.type) {
    case ComponentType.TEXT_INPUT:
      return textInput(input);
    case ComponentType.FILE_UPLOAD:
      return fileUpload(input, label);
    case ComponentType.RADIO_GROUP:
    case ComponentType.CHECKBOX_GROUP:
      return optionGroup(input);
    case ComponentType.CHECKBOX:
      return checkbox(input);
    default:
      return selectInput(input, label);
  }
}

/** @param {Component} input @returns {Input} */
function textInput(input) {
  const maximum = input.max_length ?? LONGEST_TEXT;
  const minimum = input.min_length ?? 0;
  const counter = element("span", { class: "counter", "aria-hidden": "true" });
  const long = input.style === PARAGRAPH;
  const control = element(long ? "textarea" : "input", {
    class: "text-input",
    type: long ? null : "text",
    rows: long ? "4" : null,
    dir: "auto",
    autocomplete: "off",
    placeholder: input.placeholder,
    "data-custom-id": input.custom_id,
  });
  control.value = input.value ?? "";
  const length = () => [...control.value].length;
  const count = () => {
    counter.textContent = `${length()} / ${maximum}`;
    counter.classList.toggle("over", length() > maximum);
  };
  control.addEventListener("input", count);
  count();
  return {
    customId: input.custom_id ?? "",
    node: control,
    control,
    counter,
    value: () => control.value,
    focus: () => control.focus(),
    problem: () => {
      if (length() === 0) return isRequired(input) ? "This field is required." : null;
      if (length() < minimum) return `At least ${minimum} characters.`;
      return length() > maximum ? `At most ${maximum} characters; these are ${length()}.` : null;
    },
  };
}

/** @param {Component} input @param {string} label @returns {Input} */
function selectInput(input, label) {
  const menu = new SelectMenu(input, {
    label,
    onChoose: () => menu.button.dispatchEvent(new Event("input", { bubbles: true })),
  });
  return {
    customId: input.custom_id ?? "",
    node: menu.button,
    control: menu.button,
    value: () => menu.values,
    focus: () => menu.button.focus(),
    problem: () => countProblem(menu.values.length, input, 1),
  };
}

/** @param {Component} input @param {string} label @returns {Input} */
function fileUpload(input, label) {
  const maximum = input.max_values ?? 1;
  const files = new FileChoice({
    label,
    several: maximum > 1,
    maximum,
    onChange: () => files.button.dispatchEvent(new Event("input", { bubbles: true })),
  });
  files.button.dataset.customId = input.custom_id;
  return {
    customId: input.custom_id ?? "",
    node: files.node,
    control: files.button,
    value: () => files.uploadIds,
    focus: () => files.button.focus(),
    problem: () =>
      files.problem ??
      (files.loading ? "The file is still on its way." : countProblem(files.uploadIds.length, input, 1)),
  };
}

/** @param {Component} input @returns {Input} */
function optionGroup(input) {
  const radio = input.type === ComponentType.RADIO_GROUP;
  const name = uniqueId("group");
  const boxes = (input.options ?? []).map((option) =>
    element("input", {
      type: radio ? "radio" : "checkbox",
      name,
      value: option.value,
      checked: option.default,
    }),
  );
  const node = element(
    "div",
    { class: "option-group", role: radio ? "radiogroup" : "group", "data-custom-id": input.custom_id },
    (input.options ?? []).map((option, index) =>
      element(
        "label",
        { class: "option-line" },
        boxes[index],
        element(
          "span",
          null,
          element("bdi", null, option.label),
          option.description && element("span", { class: "choice-detail" }, option.description),
        ),
      ),
    ),
  );
  const chosen = () => boxes.filter((box) => box.checked).map((box) => box.value);
  return {
    customId: input.custom_id ?? "",
    node,
    control: node,
    group: true,
    value: () => (radio ? chosen()[0] : chosen()),
    focus: () => (boxes.find((box) => box.checked) ?? boxes[0])?.focus(),
    problem: () => countProblem(chosen().length, radio ? { ...input, max_values: 1 } : input, boxes.length),
  };
}

/** @param {Component} input @returns {Input} */
function checkbox(input) {
  const box = element("input", { type: "checkbox", checked: input.default, "data-custom-id": input.custom_id });
  return {
    customId: input.custom_id ?? "",
    node: element("div", { class: "option-line" }, box),
    control: box,
    value: () => box.checked,
    focus: () => box.focus(),
    problem: () => null,
  };
}

/** @param {number} count @param {Component} input @param {number} most @returns {string | null} */
function countProblem(count, input, most) {
  if (count === 0) return isRequired(input) ? "Please choose something." : null;
  const minimum = input.min_values ?? 1;
  const maximum = input.max_values ?? most;
  if (count < minimum) return `Choose at least ${minimum}.`;
  return count > maximum ? `Choose at most ${maximum}.` : null;
}
