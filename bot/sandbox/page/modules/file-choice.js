/** Choosing a file by button or by dropping it; it is uploaded at once. */

import { sizeInWords } from "./attachments.js";
import { element, fill } from "./dom.js";
import { icon } from "./icons.js";
import { upload } from "./server.js";

export class FileChoice {
  /** @type {string[]} */
  uploadIds = [];
  loading = false;
  /** @type {string | null} */
  problem = null;
  #names = "";

  /**
   * @param {{id?: string, label: string, several?: boolean, maximum?: number, mark?: import("./icons.js").IconName,
   *   onChange: () => void}} options
   */
  constructor({ id, label, several = false, maximum = 1, mark = "upload", onChange }) {
    this.mark = mark;
    this.label = label;
    this.several = several;
    this.maximum = maximum;
    this.onChange = onChange;
    this.input = element("input", {
      type: "file",
      class: "visually-hidden",
      tabindex: "-1",
      "aria-hidden": "true",
      multiple: several,
      onchange: () => this.take([...(this.input.files ?? [])]),
    });
    this.button = element("button", { type: "button", id, class: "file-choice", onclick: () => this.input.click() });
    this.node = element("span", { class: "file-choice-frame" }, this.button, this.input);
    this.node.addEventListener("dragover", (/** @type {DragEvent} */ event) => event.preventDefault());
    this.node.addEventListener("drop", (/** @type {DragEvent} */ event) => {
      event.preventDefault();
      event.stopPropagation();
      this.take([...(event.dataTransfer?.files ?? [])]);
    });
    this.#draw();
  }

  get chosen() {
    return this.uploadIds.length > 0 || this.loading || this.problem !== null;
  }

  /** @returns {string | undefined} */
  get uploadId() {
    return this.uploadIds[0];
  }

  /**
   * Uploads files, as if they had been chosen by hand.
   *
   * @param {File[]} files
   */
  async take(files) {
    if (files.length === 0) return;
    this.problem = files.length > this.maximum ? `At most ${this.maximum} files.` : null;
    const chosen = files.slice(0, this.maximum);
    this.#names = chosen.map((file) => `${file.name} (${sizeInWords(file.size)})`).join(", ");
    this.loading = true;
    this.#draw();
    try {
      this.uploadIds = (await Promise.all(chosen.map(upload))).map((attachment) => attachment.id);
    } catch (error) {
      this.uploadIds = [];
      this.problem = /** @type {Error} */ (error).message;
    }
    this.loading = false;
    this.#draw();
    this.onChange();
  }

  #draw() {
    const invitation = this.several ? "Choose files" : "Choose a file";
    const text = this.loading
      ? `Uploading ${this.#names}…`
      : (this.problem ?? (this.uploadIds.length ? this.#names : invitation));
    fill(this.button, icon(this.mark), element("bdi", null, text));
    this.button.classList.toggle("filled", this.uploadIds.length > 0);
    this.button.classList.toggle("invalid", this.problem !== null);
    this.button.setAttribute("aria-label", `${this.label}: ${text}`);
  }
}
