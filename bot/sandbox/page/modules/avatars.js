/** Pictures of people, and coloured initials for those who have none. */

import { element } from "./dom.js";
import { store } from "./store.js";

/**
 * A round picture beside a name; assistive technology reads the name, not the picture.
 *
 * @param {{id: string, username?: string, display_name?: string, avatar_url?: string | null}} user
 * @param {"small" | "medium" | "large"} [size]
 * @returns {HTMLElement}
 */
export function avatar(user, size = "medium") {
  const url = user.avatar_url ?? store.members.get(user.id)?.avatar_url;
  const frame = element(
    "span",
    { class: `avatar avatar-${size}`, "aria-hidden": "true" },
    initials(store.nameOf(user)),
  );
  frame.style.setProperty("--hue", String(hueOf(user.id)));
  if (url) {
    const picture = element("img", { src: url, alt: "", loading: "lazy", draggable: "false" });
    picture.addEventListener("error", () => picture.remove());
    frame.append(picture);
  }
  return frame;
}

/** @param {string} name @returns {string} */
function initials(name) {
  const letters = name.match(/[\p{L}\p{N}]/gu) ?? ["?"];
  return (letters[0] ?? "?").toLocaleUpperCase();
}

/** @param {string} id @returns {number} a hue in degrees that stays with a person */
function hueOf(id) {
  let sum = 7;
  for (const digit of id) sum = (sum * 31 + digit.charCodeAt(0)) % 3600;
  return (sum * 47) % 360;
}

/**
 * A colour of Discord's (an integer, 0 for none) for CSS.
 *
 * @param {number | null | undefined} color
 * @returns {string | null}
 */
export function cssColor(color) {
  return color ? `#${color.toString(16).padStart(6, "0")}` : null;
}

/**
 * A name in the colour of the highest role, kept apart from the text around it whatever its direction.
 *
 * @param {{id: string, username?: string, display_name?: string}} user
 * @returns {HTMLElement}
 */
export function personName(user) {
  const color = cssColor(store.members.get(user.id)?.color);
  const name = element("bdi", { class: "person" }, store.nameOf(user));
  if (color) name.style.setProperty("--person", color);
  return name;
}
