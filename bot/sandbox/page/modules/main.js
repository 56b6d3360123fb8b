/** Puts the page together. */

import { ChannelHeader } from "./channel-header.js";
import { startTicking } from "./clock.js";
import { Composer } from "./composer.js";
import { element } from "./dom.js";
import { Forum } from "./forum.js";
import { MemberList } from "./members.js";
import { MessageList } from "./message-list.js";
import { listenForModals } from "./modal.js";
import { navigate, place } from "./navigation.js";
import { actAs } from "./session.js";
import { Sidebar } from "./sidebar.js";
import { store } from "./store.js";
import { Toasts } from "./toasts.js";
import { ChannelType } from "./types.js";

/** The two sides, which on narrow windows are drawers over the messages. */
class Drawers {
  /** @type {HTMLElement | null} */
  frame = null;

  /** @param {"sidebar" | "members"} side */
  toggle(side) {
    this.#set(this.frame?.dataset.drawer === side ? "" : side);
  }

  close() {
    if (this.frame?.dataset.drawer) this.#set("");
  }

  /** @param {string} side */
  #set(side) {
    if (!this.frame) return;
    const before = this.frame.dataset.drawer;
    this.frame.dataset.drawer = side;
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".drawer-button"))) {
      button.setAttribute("aria-expanded", String(button.getAttribute("aria-controls") === side));
    }
    const target = side
      ? document.querySelector(`#${side} button`)
      : document.querySelector(`[aria-controls="${before}"]`);
    /** @type {HTMLElement | null} */ (target)?.focus();
  }
}

function build() {
  const drawers = new Drawers();
  const header = new ChannelHeader(drawers);
  const list = new MessageList();
  const forum = new Forum();
  const composer = new Composer();
  const toasts = new Toasts();
  const main = element(
    "main",
    { class: "conversation" },
    header.node,
    toasts.banner,
    header.below,
    list.node,
    forum.node,
    composer.node,
    header.typing,
  );
  const frame = element(
    "div",
    { class: "frame", "data-drawer": "" },
    new Sidebar().node,
    main,
    new MemberList().node,
    element("div", { class: "shade", onclick: () => drawers.close() }),
  );
  drawers.frame = frame;
  store.on("close-drawers", () => drawers.close());
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) drawers.close();
  });
  const showKind = () => {
    list.node.hidden = store.channel?.type === ChannelType.FORUM;
  };
  for (const topic of ["ready", "channel"]) store.on(topic, showKind);
  document.body.replaceChildren(frame, toasts.node);
  listenForModals();
  startTicking();
  typeAnywhere();
}

/** Typing a character anywhere begins a message, as people are used to. */
function typeAnywhere() {
  document.addEventListener("keydown", (event) => {
    const focused = document.activeElement;
    const idle = focused === document.body || focused?.closest(".scroller") === focused;
    if (!idle || event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return;
    /** @type {HTMLElement | null} */ (document.querySelector('[data-region="message-input"]'))?.focus();
  });
}

/** @param {Error} error */
function cannotStart(error) {
  document.body.replaceChildren(
    element(
      "p",
      { class: "cannot-start", role: "alert" },
      error.message,
      " ",
      element(
        "button",
        { type: "button", class: "button primary small", onclick: () => window.location.reload() },
        "Try again",
      ),
    ),
  );
}

build();
store.on("ready", () => document.body.setAttribute("data-ready", store.user.id));
window.addEventListener("hashchange", () => {
  const { member, channel } = place();
  if (member && member !== store.user.id) {
    document.body.removeAttribute("data-ready");
    actAs(member).catch(cannotStart);
  } else if (channel) navigate(channel);
});
actAs(place().member).catch(cannotStart);
