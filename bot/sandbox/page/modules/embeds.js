/** Embeds: the framed cards under a message's text. */

import { cssColor } from "./avatars.js";
import { messageTime } from "./clock.js";
import { element } from "./dom.js";
import { anchor, inlineMarkdown, markdown } from "./markdown.js";
import { picture } from "./attachments.js";

/** @typedef {import("./types.js").Embed} Embed */

/**
 * Draws an embed.
 *
 * @param {Embed} embed
 * @returns {HTMLElement}
 */
export function drawEmbed(embed) {
  const card = element(
    "article",
    { class: "embed", "aria-label": embed.title ? `Card: ${embed.title}` : "Card" },
    element(
      "div",
      { class: "embed-body" },
      author(embed),
      embed.title && element("div", { class: "embed-title", dir: "auto" }, title(embed)),
      embed.description &&
        element("div", { class: "embed-description" }, markdown(embed.description, { masked: true })),
      fields(embed),
    ),
    part("thumbnail", embed.thumbnail, "Thumbnail"),
    part("image", embed.image, embed.title ? `Picture of ${embed.title}` : "Picture"),
    footer(embed),
  );
  const color = cssColor(embed.color);
  if (color) card.style.setProperty("--embed", color);
  return card;
}

/**
 * @param {"thumbnail" | "image"} place
 * @param {import("./types.js").Media | undefined} media
 * @param {string} name what it is called unless it is described
 */
function part(place, media, name) {
  return media && element("div", { class: `embed-${place}` }, picture(media, media.description || name));
}

/** @param {Embed} embed */
function title(embed) {
  const text = inlineMarkdown(embed.title ?? "");
  return embed.url ? anchor(embed.url, [text]) : text;
}

/** @param {Embed} embed */
function author(embed) {
  if (!embed.author) return null;
  const name = element("bdi", null, embed.author.name);
  return element(
    "div",
    { class: "embed-author" },
    embed.author.icon_url && element("img", { src: embed.author.icon_url, alt: "", class: "embed-icon" }),
    embed.author.url ? anchor(embed.author.url, [name]) : name,
  );
}

/** @param {Embed} embed */
function fields(embed) {
  if (!embed.fields?.length) return null;
  return element(
    "dl",
    { class: "embed-fields" },
    embed.fields.map((field) =>
      element(
        "div",
        { class: field.inline ? "embed-field inline" : "embed-field" },
        element("dt", null, inlineMarkdown(field.name)),
        element("dd", null, markdown(field.value, { masked: true })),
      ),
    ),
  );
}

/** @param {Embed} embed */
function footer(embed) {
  if (!embed.footer && !embed.timestamp) return null;
  const parts = [];
  if (embed.footer) parts.push(element("bdi", null, embed.footer.text));
  if (embed.timestamp) parts.push(element("time", { datetime: embed.timestamp }, messageTime(embed.timestamp)));
  return element(
    "footer",
    { class: "embed-footer" },
    embed.footer?.icon_url && element("img", { src: embed.footer.icon_url, alt: "", class: "embed-icon" }),
    parts[0],
    parts[1] && " · ",
    parts[1],
  );
}
