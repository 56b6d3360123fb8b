/** The right side: who is here, by role, each with a menu. */

import { avatar, personName } from "./avatars.js";
import { localName, menuCommands } from "./commands.js";
import { element, fill } from "./dom.js";
import { useCommand } from "./interactions.js";
import { becomes } from "./member-chooser.js";
import { openMenu } from "./menu.js";
import { store } from "./store.js";
import { CommandType } from "./types.js";

/** @typedef {import("./types.js").Member} Member */

export class MemberList {
  constructor() {
    this.node = element("aside", {
      class: "members",
      id: "members",
      "aria-label": "Members",
      "data-region": "members",
    });
    for (const topic of ["ready", "members", "bot", "connection", "guild"]) store.on(topic, () => this.#draw());
  }

  #draw() {
    /** @type {Map<string, {position: number, members: Member[]}>} */
    const groups = new Map();
    for (const member of store.members.values()) {
      const role = this.#groupOf(member);
      const group = groups.get(role.name) ?? { position: role.position, members: [] };
      group.members.push(member);
      groups.set(role.name, group);
    }
    const sorted = [...groups].sort((a, b) => b[1].position - a[1].position);
    fill(
      this.node,
      sorted.map(([name, group]) =>
        element(
          "section",
          null,
          element("h2", null, element("bdi", null, name), ` — ${group.members.length}`),
          element(
            "ul",
            null,
            group.members
              .sort((a, b) => a.display_name.localeCompare(b.display_name))
              .map((member) => element("li", null, this.#line(member))),
          ),
        ),
      ),
    );
  }

  /** @param {Member} member @returns {{name: string, position: number}} */
  #groupOf(member) {
    if (member.bot) return { name: "App", position: -1 };
    const roles = member.roles.map((id) => store.roles.get(id)).filter((role) => role !== undefined);
    const highest = roles.sort((a, b) => b.position - a.position)[0];
    return highest ?? { name: "Members", position: 0 };
  }

  /** @param {Member} member */
  #line(member) {
    const away = member.bot && member.id === store.bot.id && !store.bot.online;
    const line = element(
      "button",
      {
        type: "button",
        class: away ? "member away" : "member",
        "aria-haspopup": "menu",
        "aria-expanded": "false",
        "data-member-id": member.id,
        onclick: () => openMemberMenu(line, member),
        oncontextmenu: (/** @type {MouseEvent} */ event) => {
          event.preventDefault();
          openMemberMenu(line, member);
        },
      },
      avatar(member, "small"),
      personName(member),
      member.bot && element("span", { class: "badge" }, "App"),
      member.id === store.user.id && element("span", { class: "you" }, "you"),
    );
    return line;
  }
}

/** @param {HTMLElement} anchor @param {Member} member */
function openMemberMenu(anchor, member) {
  const apps = menuCommands(CommandType.USER).map((command) => ({
    label: localName(command),
    icon: /** @type {const} */ ("slash"),
    key: `command-${command.name}`,
    run: () => useCommand(command.id, [], member.id).catch((error) => store.emit("trouble", error.message)),
  }));
  /** @type {import("./menu.js").MenuItem[]} */
  const items = [...(apps.length ? [{ label: "Apps" }, ...apps] : [])];
  items.push({ label: member.display_name });
  if (!member.bot && member.id !== store.user.id) {
    items.push({ label: "Act as this member", icon: "people", key: "act-as", run: () => becomes(member.id) });
  }
  items.push({ label: "Mention", icon: "direct", key: "mention", run: () => store.emit("mention", member) });
  openMenu(anchor, member.display_name, items);
}
