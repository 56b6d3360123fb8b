/** Forms (Discord's modals): a dialog that keeps the focus, checks like Discord, and keeps the text when sending fails. */

import { avatar } from "./avatars.js";
import { element, fill, uniqueId } from "./dom.js";
import { icon } from "./icons.js";
import { sendForm } from "./interactions.js";
import { drawModalParts } from "./modal-fields.js";
import { closePopup } from "./popup.js";
import { store } from "./store.js";

/** @typedef {import("./types.js").ModalRequest} ModalRequest */

/** Opens every form that the bot shows to the acting member. */
export function listenForModals() {
  store.on("modal", (request) => new Modal(request).open());
}

class Modal {
  #titleId = uniqueId("modal-title");
  #problem = element("p", { class: "modal-problem", role: "alert" });
  #sending = false;

  /** @param {ModalRequest} request */
  constructor(request) {
    this.request = request;
    const { nodes, fields } = drawModalParts(request.modal.components);
    this.fields = fields;
    this.send = element("button", { type: "submit", class: "button primary" }, "Submit");
    this.opener = document.activeElement;
    this.dialog = element(
      "dialog",
      {
        class: "modal",
        "aria-labelledby": this.#titleId,
        "data-region": "modal",
        "data-custom-id": request.modal.custom_id,
        oncancel: (/** @type {Event} */ event) => {
          event.preventDefault();
          this.close();
        },
      },
      element(
        "form",
        {
          novalidate: true,
          onsubmit: (/** @type {Event} */ event) => {
            event.preventDefault();
            this.#submit();
          },
        },
        element(
          "header",
          { class: "modal-header" },
          avatar(store.bot, "small"),
          element("h2", { id: this.#titleId }, element("bdi", null, request.modal.title)),
          element(
            "button",
            { type: "button", class: "icon-button", "aria-label": "Close form", onclick: () => this.close() },
            icon("close"),
          ),
        ),
        element("div", { class: "modal-body" }, nodes, this.#problem),
        element(
          "footer",
          { class: "modal-footer" },
          element("button", { type: "button", class: "button secondary", onclick: () => this.close() }, "Cancel"),
          this.send,
        ),
      ),
    );
    this.dialog.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.#submit();
    });
  }

  open() {
    closePopup();
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.fields[0]?.focus();
  }

  close() {
    this.dialog.close();
    this.dialog.remove();
    // A command's form is gone by now: what it stood in takes the focus.
    const gone = !this.opener?.isConnected || this.opener === document.body;
    const next = gone ? document.querySelector('[data-region="message-input"]') : this.opener;
    /** @type {HTMLElement | null} */ (next)?.focus();
  }

  async #submit() {
    if (this.#sending) return;
    const wrong = this.fields.filter((field) => !field.check());
    if (wrong.length > 0) {
      wrong[0].focus();
      return;
    }
    this.#sending = true;
    this.send.disabled = true;
    fill(this.#problem);
    try {
      const values = Object.fromEntries(this.fields.map((field) => [field.customId, field.value()]));
      await sendForm(this.request.interaction_id, values);
      this.close();
    } catch (error) {
      fill(this.#problem, icon("warning"), `${/** @type {Error} */ (error).message}. Your text is kept; try again.`);
    }
    this.#sending = false;
    this.send.disabled = false;
  }
}
