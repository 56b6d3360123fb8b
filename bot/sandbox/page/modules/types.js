/**
 * The shapes the page handles: Discord's own (API v10) and what the sandbox adds. docs/sandbox.md describes them.
 *
 * @typedef {{id: string, username: string, global_name: string | null, nick: string | null, display_name: string,
 *   avatar_url: string | null, color: number, bot: boolean, roles: string[], locale?: string,
 *   permissions?: string}} Member
 *
 * @typedef {{id: string, name: string, color: number, position: number, hoist?: boolean, mentionable?: boolean,
 *   managed?: boolean, permissions?: string}} Role
 *
 * @typedef {{id: string, type: number, guild_id?: string, name?: string | null, topic?: string | null, parent_id?: string | null,
 *   position?: number, permissions?: string, owner_id?: string, thread_metadata?: {archived?: boolean,
 *   locked?: boolean}, message_count?: number, last_message_id?: string | null}} Channel
 *
 * @typedef {{id: string, filename: string, size: number, content_type?: string, url: string, proxy_url?: string,
 *   width?: number | null, height?: number | null, description?: string | null, flags?: number}} Attachment
 *
 * @typedef {{url: string, proxy_url?: string, width?: number | null, height?: number | null,
 *   content_type?: string, description?: string}} Media
 *
 * @typedef {{id?: string | null, name?: string | null, animated?: boolean}} Emoji
 *
 * @typedef {{label: string, value: string, description?: string, emoji?: Emoji, default?: boolean}} SelectOption
 *
 * @typedef {{type: number, id?: number, custom_id?: string, style?: number, label?: string, emoji?: Emoji,
 *   url?: string, disabled?: boolean, placeholder?: string, min_values?: number, max_values?: number,
 *   options?: SelectOption[], default_values?: {id: string, type: string}[], channel_types?: number[],
 *   components?: Component[], component?: Component, accessory?: Component, content?: string, media?: Media,
 *   description?: string | null, spoiler?: boolean, items?: {media: Media, description?: string | null,
 *   spoiler?: boolean}[], file?: Media, name?: string, size?: number, divider?: boolean, spacing?: number,
 *   accent_color?: number | null, required?: boolean, min_length?: number, max_length?: number,
 *   value?: string, default?: boolean}} Component
 *
 * @typedef {{name: string, value: string, inline?: boolean}} EmbedField
 *
 * @typedef {{title?: string, description?: string, url?: string, color?: number, timestamp?: string,
 *   fields?: EmbedField[], author?: {name: string, url?: string, icon_url?: string},
 *   footer?: {text: string, icon_url?: string}, image?: Media, thumbnail?: Media}} Embed
 *
 * @typedef {{id: string, username: string, global_name?: string | null, avatar_url?: string | null,
 *   bot?: boolean, display_name?: string, locale?: string}} User
 *
 * @typedef {{id: string, channel_id: string, author: User, member?: {nick?: string | null}, content: string,
 *   timestamp: string, edited_timestamp: string | null, flags?: number, type?: number, attachments: Attachment[],
 *   embeds: Embed[], components?: Component[], mentions?: User[], mention_roles?: string[],
 *   mention_everyone?: boolean, pinned?: boolean,
 *   reactions?: {emoji: Emoji, count: number, me?: boolean}[],
 *   interaction_metadata?: {id: string, type: number, user: User, name?: string},
 *   thread?: Channel, message_reference?: {message_id?: string, channel_id?: string}, referenced_message?: Message | null}} Message
 *
 * @typedef {{name: string, value: string | number, name_localizations?: Record<string, string> | null}} Choice
 *
 * @typedef {{type: number, name: string, description?: string, required?: boolean, choices?: Choice[],
 *   options?: CommandOption[], autocomplete?: boolean, min_value?: number, max_value?: number,
 *   min_length?: number, max_length?: number, channel_types?: number[],
 *   name_localizations?: Record<string, string> | null,
 *   description_localizations?: Record<string, string> | null}} CommandOption
 *
 * @typedef {{id: string, type: number, name: string, description: string, options?: CommandOption[],
 *   contexts?: number[] | null, usable_in: string[], name_localizations?: Record<string, string> | null,
 *   description_localizations?: Record<string, string> | null}} Command
 *
 * @typedef {{interaction_id: string, kind: string, channel_id: string, message_id?: string, custom_id?: string,
 *   command_name?: string, nonce?: string, reason?: string}} Interaction
 *
 * @typedef {{name: string, type: number, value?: any, focused?: boolean, options?: OptionValue[]}} OptionValue
 *
 * @typedef {{last_read_message_id: string | null, unread: number, mentions: number}} Reading
 *
 * @typedef {{interaction_id: string, channel_id: string, modal: {custom_id: string, title: string,
 *   components: Component[]}}} ModalRequest
 */

/** Flags of a message that the page draws. */
export const MessageFlag = Object.freeze({
  SUPPRESS_EMBEDS: 4,
  EPHEMERAL: 64,
  LOADING: 128,
  SUPPRESS_NOTIFICATIONS: 4096,
  COMPONENTS_V2: 32768,
});

/** Kinds of message that are drawn in a way of their own. */
export const MessageType = Object.freeze({ PINNED: 6, THREAD_CREATED: 18, MENU_COMMAND: 23 });

/** Kinds of channel. */
export const ChannelType = Object.freeze({
  TEXT: 0,
  DIRECT: 1,
  VOICE: 2,
  CATEGORY: 4,
  ANNOUNCEMENT: 5,
  ANNOUNCEMENT_THREAD: 10,
  PUBLIC_THREAD: 11,
  PRIVATE_THREAD: 12,
  STAGE: 13,
  FORUM: 15,
});

/** Kinds of component. */
export const ComponentType = Object.freeze({
  ROW: 1,
  BUTTON: 2,
  STRING_SELECT: 3,
  TEXT_INPUT: 4,
  USER_SELECT: 5,
  ROLE_SELECT: 6,
  MENTIONABLE_SELECT: 7,
  CHANNEL_SELECT: 8,
  SECTION: 9,
  TEXT: 10,
  THUMBNAIL: 11,
  GALLERY: 12,
  FILE: 13,
  SEPARATOR: 14,
  CONTAINER: 17,
  LABEL: 18,
  FILE_UPLOAD: 19,
  RADIO_GROUP: 21,
  CHECKBOX_GROUP: 22,
  CHECKBOX: 23,
});

/** Kinds of command option. */
export const OptionType = Object.freeze({
  SUBCOMMAND: 1,
  GROUP: 2,
  STRING: 3,
  INTEGER: 4,
  BOOLEAN: 5,
  USER: 6,
  CHANNEL: 7,
  ROLE: 8,
  MENTIONABLE: 9,
  NUMBER: 10,
  ATTACHMENT: 11,
});

/** Kinds of command. */
export const CommandType = Object.freeze({ SLASH: 1, USER: 2, MESSAGE: 3 });

/** Permissions that decide what the page offers. */
export const Permission = Object.freeze({
  ADMINISTRATOR: 1n << 3n,
  MANAGE_MESSAGES: 1n << 13n,
  SEND_MESSAGES: 1n << 11n,
  ATTACH_FILES: 1n << 15n,
  USE_COMMANDS: 1n << 31n,
  SEND_IN_THREADS: 1n << 38n,
});
