/** The application's commands as the acting member sees them: names in their language, subcommands flattened. */

import { isThread, store } from "./store.js";
import { ChannelType, CommandType, OptionType } from "./types.js";

/** Discord's context of direct messages with the bot. */
const BOT_DIRECT = 1;

/** @typedef {import("./types.js").Command} Command */
/** @typedef {import("./types.js").CommandOption} CommandOption */
/** @typedef {import("./types.js").OptionValue} OptionValue */

/**
 * One thing that can be used: a command, or a subcommand with the way to it.
 *
 * @typedef {{command: Command, path: CommandOption[], name: string, description: string, options: CommandOption[]}} Usable
 */

/**
 * A name in the acting member's language.
 *
 * @param {{name: string, name_localizations?: Record<string, string> | null}} named
 * @returns {string}
 */
export function localName(named) {
  return named.name_localizations?.[store.user.locale ?? ""] ?? named.name;
}

/**
 * A description in the acting member's language.
 *
 * @param {{description?: string, description_localizations?: Record<string, string> | null}} described
 * @returns {string}
 */
export function localDescription(described) {
  return described.description_localizations?.[store.user.locale ?? ""] ?? described.description ?? "";
}

/**
 * Whether a command may be used where one is.
 *
 * @param {Command} command
 * @returns {boolean}
 */
function fitsHere(command) {
  const { channel } = store;
  if (!channel) return false;
  if (channel.type === ChannelType.DIRECT) return command.contexts?.includes(BOT_DIRECT) ?? true;
  const places = isThread(channel) ? [channel.id, channel.parent_id] : [channel.id];
  return command.usable_in.some((id) => places.includes(id));
}

/**
 * Everything that may be typed after a slash here, by name.
 *
 * @returns {Usable[]}
 */
function slashCommands() {
  const usable = store.commands
    .filter((command) => (command.type ?? CommandType.SLASH) === CommandType.SLASH && fitsHere(command))
    .flatMap((command) => flatten(command, command.options ?? [], []));
  return usable.sort((a, b) => a.name.localeCompare(b.name));
}

/**
 * @param {Command} command
 * @param {CommandOption[]} options
 * @param {CommandOption[]} path
 * @returns {Usable[]}
 */
function flatten(command, options, path) {
  const deeper = options.filter((option) => option.type <= OptionType.GROUP);
  if (deeper.length > 0) return deeper.flatMap((option) => flatten(command, option.options ?? [], [...path, option]));
  const last = path[path.length - 1] ?? command;
  return [
    {
      command,
      path,
      name: [command, ...path].map(localName).join(" "),
      description: localDescription(last),
      options,
    },
  ];
}

/**
 * The commands that fit what was typed after the slash: those that begin with it, then those that hold it.
 *
 * @param {string} typed
 * @returns {Usable[]}
 */
export function findCommands(typed) {
  const wanted = typed.trim().toLocaleLowerCase();
  const all = slashCommands();
  const rank = (/** @type {Usable} */ usable) => {
    const name = usable.name.toLocaleLowerCase();
    if (name.startsWith(wanted)) return 0;
    if (name.split(/[ _-]/).some((word) => word.startsWith(wanted))) return 1;
    return name.includes(wanted) || usable.description.toLocaleLowerCase().includes(wanted) ? 2 : 3;
  };
  return all
    .map((usable) => ({ usable, rank: rank(usable) }))
    .filter((ranked) => ranked.rank < 3)
    .sort((a, b) => a.rank - b.rank)
    .map((ranked) => ranked.usable);
}

/**
 * A command by its registered name, groups included.
 *
 * @param {string} name such as `remix mashup`
 * @param {string} [commandId]
 * @returns {Usable | null}
 */
export function commandNamed(name, commandId) {
  const registered = (/** @type {Usable} */ usable) =>
    [usable.command, ...usable.path].map((part) => part.name).join(" ");
  const found = slashCommands().filter((usable) => !commandId || usable.command.id === commandId);
  return found.find((usable) => registered(usable) === name || usable.name === name) ?? null;
}

/**
 * Wraps the values of a subcommand's options in its groups.
 *
 * @param {Usable} usable
 * @param {OptionValue[]} values
 * @returns {OptionValue[]}
 */
export function nest(usable, values) {
  return usable.path.reduceRight((inner, option) => [{ name: option.name, type: option.type, options: inner }], values);
}

/**
 * The commands of a message's or member's menu.
 *
 * @param {number} type CommandType.MESSAGE or CommandType.USER
 * @returns {Command[]}
 */
export function menuCommands(type) {
  return store.commands.filter((command) => command.type === type && fitsHere(command));
}
