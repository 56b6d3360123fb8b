/** Where one writes: plain messages, and after a slash the commands. */

import { avatar, personName } from "./avatars.js";
import { commandNamed } from "./commands.js";
import { CommandForm } from "./command-form.js";
import { element, fill } from "./dom.js";
import { FileChoice } from "./file-choice.js";
import { icon } from "./icons.js";
import { request } from "./server.js";
import { isThread, store } from "./store.js";
import { Suggestions } from "./suggestions.js";
import { TextSuggestions } from "./text-suggestions.js";
import { ChannelType } from "./types.js";

/** @typedef {import("./types.js").Message} Message */

const TYPING_EVERY_MILLISECONDS = 8000;
const LONGEST_MESSAGE = 2000;
const MOST_FILES = 10;
const NARROW_PIXELS = 500;
const TALLEST_PIXELS = 200;

export class Composer {
  #suggestions = new Suggestions();
  /** @type {CommandForm | null} */
  #form = null;
  /** @type {Message | null} */
  #reply = null;
  /** @type {Message | null} */
  #edit = null;
  /** @type {FileChoice | null} */
  #files = null;
  /** @type {TextSuggestions} */
  #typing;
  #typedAt = 0;
  #about = element("div", { class: "composer-about", hidden: true });
  #problem = element("p", { class: "command-problem problem", role: "alert" });
  #text = element("textarea", {
    class: "composer-text",
    rows: "1",
    dir: "auto",
    "aria-label": "Message",
    "data-region": "message-input",
    oninput: () => this.#typed(),
    onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(event),
    onblur: () => this.#suggestions.hide(),
    onfocus: () => this.#typing.update(),
    onpaste: (/** @type {ClipboardEvent} */ event) => this.#takeFiles([...(event.clipboardData?.files ?? [])]),
  });
  #message = element("form", {
    class: "message-form",
    "aria-label": "Write a message",
    onsubmit: (/** @type {Event} */ event) => {
      event.preventDefault();
      this.#send();
    },
  });

  constructor() {
    this.#typing = new TextSuggestions(this.#text, this.#suggestions, (usable) => this.#use(usable));
    this.node = element("div", { class: "composer", "data-region": "composer" });
    this.node.addEventListener("dragover", (/** @type {DragEvent} */ event) => event.preventDefault());
    this.node.addEventListener("drop", (/** @type {DragEvent} */ event) => {
      event.preventDefault();
      this.#takeFiles([...(event.dataTransfer?.files ?? [])]);
    });
    for (const topic of ["ready", "channel", "channels"]) store.on(topic, () => this.#draw());
    store.on("commands", () => document.activeElement === this.#text && this.#typing.update());
    store.on("use-command", ({ name, commandId, values }) => this.#use(commandNamed(name, commandId), values));
    store.on("reply", (message) => this.#answer(message));
    store.on("edit", (message) => this.#startEdit(message));
    store.on("mention", (member) => this.#typing.mention(member.id, member.display_name));
    this.#drawMessageForm();
  }

  #drawMessageForm() {
    this.#files = new FileChoice({
      label: "Attach files",
      several: true,
      maximum: MOST_FILES,
      mark: "plus",
      onChange: () => this.#text.focus(),
    });
    const attach = this.#files.button;
    attach.classList.add("attach");
    fill(
      this.#message,
      element(
        "div",
        { class: "composer-row" },
        this.#files.node,
        this.#text,
        element(
          "button",
          {
            type: "button",
            class: "icon-button slash-button",
            "aria-label": "Show commands",
            title: "Commands (/)",
            onclick: () => this.#openCommands(),
          },
          icon("slash"),
        ),
        element(
          "button",
          { type: "submit", class: "icon-button send", "aria-label": "Send message", title: "Send (Enter)" },
          icon("send"),
        ),
      ),
    );
  }

  #draw() {
    const { channel } = store;
    if (!channel || channel.type === ChannelType.FORUM) {
      this.node.hidden = true;
      return;
    }
    this.node.hidden = false;
    const name = store.channelName(channel);
    const place = channel.type === ChannelType.DIRECT ? `@${name}` : isThread(channel) ? `“${name}”` : `#${name}`;
    this.#text.placeholder =
      window.innerWidth < NARROW_PIXELS ? `Message ${place}` : `Message ${place}, or / for commands`;
    const writable = store.mayWrite(channel);
    const shown = writable ? (this.#form?.node ?? this.#message) : null;
    if (shown && this.node.contains(shown)) return;
    if (!writable) {
      fill(
        this.node,
        element("p", { class: "composer-closed" }, `${store.me.display_name} may not write in ${place}.`),
      );
    } else fill(this.node, this.#suggestions.node, this.#about, shown, this.#form ? null : this.#problem);
  }

  #openCommands() {
    if (!this.#text.value.startsWith("/")) this.#text.value = "/";
    this.#text.focus();
    this.#typing.update();
  }

  /** @param {import("./commands.js").Usable | null} usable @param {Record<string, string>} [values] */
  #use(usable, values = {}) {
    if (!usable) {
      store.emit("trouble", "This command is not there, or not for this channel.");
      return;
    }
    this.#suggestions.hide();
    this.#typing.clear();
    this.#form = new CommandForm(usable, this.#suggestions, () => this.#closeForm());
    fill(this.node, this.#suggestions.node, this.#form.node);
    this.#form.fillIn(values);
    this.#form.focus();
  }

  #closeForm() {
    this.#form = null;
    this.#suggestions.hide();
    this.#draw();
    this.#text.focus();
  }

  #typed() {
    this.#grow();
    fill(this.#problem);
    const exact = /^\/(\S.*) $/s.exec(this.#text.value);
    const usable = exact && commandNamed(exact[1].trim());
    if (usable) {
      this.#use(usable);
      return;
    }
    this.#typing.update();
    if (
      this.#text.value &&
      !this.#text.value.startsWith("/") &&
      Date.now() - this.#typedAt > TYPING_EVERY_MILLISECONDS
    ) {
      this.#typedAt = Date.now();
      request("POST", "/sandbox/typing", { member: store.user.id, channel: store.channelId }).catch(() => undefined);
    }
  }

  #grow() {
    this.#text.style.height = "auto";
    this.#text.style.height = `${Math.min(this.#text.scrollHeight, TALLEST_PIXELS)}px`;
  }

  /** @param {Message | null} message */
  #answer(message) {
    this.#edit = null;
    this.#reply = message;
    this.#drawAbout(message && ["Replying to ", avatar(message.author, "small"), personName(message.author)]);
  }

  /** @param {Message} message */
  #startEdit(message) {
    this.#reply = null;
    this.#edit = message;
    this.#text.value = message.content;
    this.#drawAbout(["Editing your message"]);
    this.#grow();
  }

  /** @param {(Node | string)[] | null} text */
  #drawAbout(text) {
    if (this.#form) this.#closeForm();
    fill(
      this.#about,
      text,
      element(
        "button",
        {
          type: "button",
          class: "icon-button",
          "aria-label": "Cancel",
          onclick: () => this.#forgetAbout(),
        },
        icon("close"),
      ),
    );
    this.#about.hidden = !text;
    this.#text.focus();
  }

  #forgetAbout() {
    if (this.#edit) this.#text.value = "";
    this.#edit = null;
    this.#reply = null;
    this.#about.hidden = true;
    this.#grow();
    this.#text.focus();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (this.#suggestions.handleKey(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.#message.requestSubmit();
    } else if (event.key === "Escape" && !this.#about.hidden) {
      event.preventDefault();
      this.#forgetAbout();
    }
  }

  /** @param {File[]} files */
  #takeFiles(files) {
    if (files.length === 0) return;
    if (this.#form) this.#form.takeFiles(files);
    else this.#files?.take(files);
  }

  async #send() {
    const content = this.#typing.content();
    const attachments = this.#files?.uploadIds ?? [];
    if ((!content && attachments.length === 0) || this.#files?.loading) return;
    if ([...content].length > LONGEST_MESSAGE) {
      fill(this.#problem, `A message has at most ${LONGEST_MESSAGE} characters; these are ${[...content].length}.`);
      return;
    }
    try {
      if (this.#edit) {
        await request("PATCH", `/sandbox/messages/${this.#edit.channel_id}/${this.#edit.id}`, {
          member: store.user.id,
          content,
        });
      } else {
        await request("POST", "/sandbox/messages", {
          member: store.user.id,
          channel: store.channelId,
          content,
          reply_to: this.#reply?.id,
          attachments: attachments.length ? attachments : undefined,
        });
      }
    } catch (error) {
      fill(this.#problem, /** @type {Error} */ (error).message);
      return;
    }
    this.#typing.clear();
    this.#drawMessageForm();
    this.#forgetAbout();
  }
}
