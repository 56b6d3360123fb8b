/** Choosing whom one acts as, and that member's language. */

import { avatar } from "./avatars.js";
import { element } from "./dom.js";
import { openMenu } from "./menu.js";
import { addressOf } from "./navigation.js";
import { request } from "./server.js";
import { store } from "./store.js";

/** @typedef {import("./types.js").Member} Member */

/**
 * The names of a member's roles, highest first.
 *
 * @param {Member} member
 * @returns {string}
 */
export function roleNames(member) {
  const roles = member.roles.map((id) => store.roles.get(id)).filter((role) => role !== undefined);
  const names = roles.sort((a, b) => b.position - a.position).map((role) => role.name);
  if (member.id === store.guild.owner_id) names.unshift("Owner");
  return names.join(", ") || "No role";
}

/**
 * @param {HTMLElement} anchor
 */
export function openMemberChooser(anchor) {
  const people = store.users.map((user) => store.members.get(user.id) ?? { ...user, roles: null });
  openMenu(
    anchor,
    "Whom to act as",
    [
      { label: "Act as" },
      ...people.map((member) => ({
        label: member.display_name ?? member.username,
        detail: member.roles ? roleNames(/** @type {Member} */ (member)) : "not in this server",
        checked: member.id === store.user.id,
        lead: avatar(member, "small"),
        key: `member-${member.id}`,
        run: () => becomes(member.id),
      })),
      { label: "Two people at once" },
      {
        label: "Open someone else in a new window",
        icon: "external",
        key: "new-window",
        run: () => openWindow(people),
      },
      { label: "Language" },
      {
        label: languageName(store.user.locale ?? "en-US"),
        detail: "what the bot answers in",
        icon: "direct",
        key: "language",
        run: () => openLanguages(anchor),
      },
    ],
    { above: true },
  );
}

/** @param {string} memberId */
export function becomes(memberId) {
  window.location.hash = addressOf(memberId, store.channelId);
}

/** @param {{id: string}[]} people */
function openWindow(people) {
  const other = people[(people.findIndex((member) => member.id === store.user.id) + 1) % people.length];
  const link = element("a", { href: addressOf(other.id, store.channelId), target: "_blank", rel: "noopener" });
  link.click();
}

/** @param {string} locale @returns {string} */
function languageName(locale) {
  return new Intl.DisplayNames(undefined, { type: "language" }).of(locale) ?? locale;
}

/** @param {HTMLElement} anchor */
function openLanguages(anchor) {
  const locales = [...store.locales].sort((a, b) => languageName(a).localeCompare(languageName(b)));
  openMenu(
    anchor,
    "Language",
    locales.map((locale) => ({
      label: languageName(locale),
      detail: locale,
      icon: /** @type {const} */ ("direct"),
      checked: locale === store.user.locale,
      key: `locale-${locale}`,
      run: () =>
        request("PATCH", `/sandbox/members/${store.user.id}`, { locale }).catch((error) =>
          store.emit("trouble", error.message),
        ),
    })),
    { above: true },
  );
}
