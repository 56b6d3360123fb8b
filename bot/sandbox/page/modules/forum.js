/** A forum: its posts, and a form for a new one. */

import { element, fill } from "./dom.js";
import { icon } from "./icons.js";
import { relativeTime } from "./clock.js";
import { navigate } from "./navigation.js";
import { request } from "./server.js";
import { byAge, isThread, store } from "./store.js";
import { ChannelType } from "./types.js";

const DISCORD_EPOCH_MILLISECONDS = 1_420_070_400_000;

export class Forum {
  #posts = element("ol", { class: "posts", "aria-label": "Posts", "data-region": "posts" });
  #title = element("input", {
    class: "text-input",
    type: "text",
    maxlength: "100",
    dir: "auto",
    placeholder: "Title",
    "aria-label": "Title of the post",
  });
  #text = element("textarea", {
    class: "text-input",
    rows: "2",
    maxlength: "2000",
    dir: "auto",
    placeholder: "What is it about?",
    "aria-label": "Text of the post",
  });
  #problem = element("p", { class: "field-problem", role: "alert" });

  constructor() {
    this.form = element(
      "form",
      {
        class: "new-post",
        "aria-label": "New post",
        onsubmit: (/** @type {Event} */ event) => {
          event.preventDefault();
          this.#create();
        },
      },
      this.#title,
      this.#text,
      this.#problem,
      element("button", { type: "submit", class: "button primary small" }, "Post"),
    );
    this.node = element("div", { class: "forum", hidden: true }, this.form, this.#posts);
    for (const topic of ["ready", "channel", "channels"]) store.on(topic, () => this.#draw());
  }

  #draw() {
    const { channel } = store;
    this.node.hidden = channel?.type !== ChannelType.FORUM;
    if (!channel || this.node.hidden) return;
    this.form.hidden = !store.mayWrite(channel);
    const posts = [...store.channels.values()].filter((thread) => isThread(thread) && thread.parent_id === channel.id);
    posts.sort((a, b) => byAge(b.last_message_id ?? b.id, a.last_message_id ?? a.id));
    fill(
      this.#posts,
      posts.length === 0 && element("li", { class: "nothing" }, "No posts yet."),
      posts.map((post) =>
        element(
          "li",
          null,
          element(
            "button",
            { type: "button", class: "post", "data-channel-id": post.id, onclick: () => navigate(post.id) },
            icon("thread"),
            element("bdi", { class: "post-name" }, store.channelName(post)),
            element("span", { class: "post-detail" }, this.#detail(post)),
          ),
        ),
      ),
    );
  }

  /** @param {import("./types.js").Channel} post @returns {string} */
  #detail(post) {
    const count = post.message_count ?? 0;
    const newest = Number(BigInt(post.last_message_id ?? post.id) >> 22n) + DISCORD_EPOCH_MILLISECONDS;
    return `${count} ${count === 1 ? "message" : "messages"} · ${relativeTime(newest)}`;
  }

  async #create() {
    const name = this.#title.value.trim();
    const content = this.#text.value.trim();
    if (!name || !content) {
      fill(this.#problem, "A post needs a title and a text.");
      (name ? this.#text : this.#title).focus();
      return;
    }
    try {
      const thread = await request("POST", "/sandbox/threads", {
        member: store.user.id,
        channel: store.channelId,
        name,
        content,
      });
      this.#title.value = "";
      this.#text.value = "";
      fill(this.#problem);
      store.channels.set(thread.id, thread);
      store.emit("channels");
      navigate(thread.id);
    } catch (error) {
      fill(this.#problem, /** @type {Error} */ (error).message);
    }
  }
}
