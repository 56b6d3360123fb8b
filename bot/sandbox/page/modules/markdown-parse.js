/**
 * Discord's markdown, parsed to a tree. The rules are Discord's: blocks begin at the start of a line, a single
 * newline is a line break, masked links exist only where the caller allows them.
 */

/**
 * @typedef {{type: string, text?: string, id?: string, url?: string, style?: string, level?: number,
 *   ordered?: boolean, start?: number, seconds?: number, language?: string, items?: MarkdownNode[][],
 *   children?: MarkdownNode[]}} MarkdownNode
 * @typedef {{masked?: boolean, blocks?: boolean}} MarkdownRules
 */

/** Deeper nesting than this is shown as it was typed. */
const DEEPEST = 12;

/** @type {[RegExp, (match: RegExpExecArray, rules: MarkdownRules, depth: number) => MarkdownNode | null][]} */
const INLINE = [
  [/^\\([^A-Za-z0-9\s])/, (m) => ({ type: "text", text: m[1] })],
  [/^(`+)([\s\S]*?[^`])\1(?!`)/, (m) => ({ type: "code", text: m[2].replace(/^ (.*) $/s, "$1") })],
  [/^<@!?(\d{1,20})>/, (m) => ({ type: "user", id: m[1] })],
  [/^<@&(\d{1,20})>/, (m) => ({ type: "role", id: m[1] })],
  [/^<#(\d{1,20})>/, (m) => ({ type: "channel", id: m[1] })],
  [/^<\/([-_'\p{L}\p{N} ]{1,98}):(\d{1,20})>/u, (m) => ({ type: "command", text: m[1], id: m[2] })],
  [/^<t:(-?\d{1,13})(?::([tTdDfFsSR]))?>/, (m) => ({ type: "time", seconds: Number(m[1]), style: m[2] ?? "f" })],
  [/^<a?(:\w{2,32}:)\d{1,20}>/, (m) => ({ type: "emoji", text: m[1] })],
  [/^<(https?:\/\/[^\s<>]+)>/, (m) => link(m[1], [{ type: "text", text: m[1] }])],
  [
    /^\[((?:\\.|[^\]\\\n])+)\]\(\s*<?(https?:\/\/[^\s<>)]+)>?\s*\)/,
    (m, rules, depth) => (rules.masked ? link(m[2], inline(m[1], { ...rules, masked: false }, depth + 1)) : null),
  ],
  [/^https?:\/\/[^\s<]+[^\s<.,:;"')\]*_~|]/, (m) => link(m[0], [{ type: "text", text: m[0] }])],
  [/^@(everyone|here)\b/, (m) => ({ type: "everyone", text: m[0] })],
  [/^\*\*((?:\\.|[^\\])+?)\*\*(?!\*)/s, (m, rules, depth) => span("strong", m[1], rules, depth)],
  [/^__((?:\\.|[^\\])+?)__(?!_)/s, (m, rules, depth) => span("underline", m[1], rules, depth)],
  [/^~~((?:\\.|[^\\])+?)~~(?!~)/s, (m, rules, depth) => span("strike", m[1], rules, depth)],
  [/^\|\|((?:\\.|[^\\])+?)\|\|/s, (m, rules, depth) => span("spoiler", m[1], rules, depth)],
  [
    /^\*(?=\S)((?:\*\*|\\.|[^\s\\*]|\s+(?:\\.|[^\s\\*]|\*\*))+?)\*(?!\*)/s,
    (m, rules, depth) => span("emphasis", m[1], rules, depth),
  ],
  [/^_((?:__|\\.|[^\\_])+?)_(?![\p{L}\p{N}])/su, (m, rules, depth) => span("emphasis", m[1], rules, depth)],
];

/** What cannot begin any inline rule is text; this is the longest run of it. */
const PLAIN = /^(?:[^\\`<[h@*_~|]+|h(?!ttps?:))+/;

/** @param {string} url @param {MarkdownNode[]} children @returns {MarkdownNode} */
function link(url, children) {
  return { type: "link", url, children };
}

/** @param {string} type @param {string} text @param {MarkdownRules} rules @param {number} depth @returns {MarkdownNode} */
function span(type, text, rules, depth) {
  return { type, children: inline(text, rules, depth + 1) };
}

/**
 * @param {string} text
 * @param {MarkdownRules} rules
 * @param {number} depth
 * @returns {MarkdownNode[]}
 */
function inline(text, rules, depth) {
  if (depth > DEEPEST) return [{ type: "text", text }];
  /** @type {MarkdownNode[]} */
  const nodes = [];
  let rest = text;
  let before = "";
  while (rest) {
    const [node, length] = nextInline(rest, before, rules, depth);
    const last = nodes[nodes.length - 1];
    if (node.type === "text" && last?.type === "text") last.text = `${last.text}${node.text}`;
    else nodes.push(node);
    before = rest[length - 1];
    rest = rest.slice(length);
  }
  return nodes;
}

/**
 * @param {string} rest
 * @param {string} before the character before, since an underscore inside a word is no mark
 * @param {MarkdownRules} rules
 * @param {number} depth
 * @returns {[MarkdownNode, number]}
 */
function nextInline(rest, before, rules, depth) {
  const plain = PLAIN.exec(rest);
  if (plain) return [{ type: "text", text: plain[0] }, plain[0].length];
  const insideWord = rest[0] === "_" && rest[1] !== "_" && /[\p{L}\p{N}]/u.test(before);
  if (!insideWord) {
    for (const [pattern, make] of INLINE) {
      const match = pattern.exec(rest);
      const node = match && make(match, rules, depth);
      if (match && node) return [node, match[0].length];
    }
  }
  return [{ type: "text", text: rest[0] }, 1];
}

const FENCE = /^```(?:([\w+#-]{1,20})\n)?\n*([\s\S]*?)\n*```/;
const HEADING = /^(#{1,3})\s+(.+)$/;
const SUBTEXT = /^-#\s+(.+)$/;
const ITEM = /^( *)([-*]|\d{1,9}\.)\s+(.*)$/;

/**
 * Parses text to a tree.
 *
 * @param {string} text
 * @param {MarkdownRules} [rules] `masked` allows `[text](url)`, `blocks: false` leaves headings, lists, quotes alone
 * @returns {MarkdownNode[]}
 */
export function parseMarkdown(text, rules = {}) {
  return rules.blocks === false ? inline(text, rules, 0) : blocks(text, rules, 0);
}

/**
 * @param {string} text
 * @param {MarkdownRules} rules
 * @param {number} depth
 * @returns {MarkdownNode[]}
 */
function blocks(text, rules, depth) {
  /** @type {MarkdownNode[]} */
  const nodes = [];
  let paragraph = "";
  const close = () => {
    if (paragraph.trim()) nodes.push({ type: "paragraph", children: inline(paragraph, rules, depth) });
    paragraph = "";
  };
  let rest = text;
  while (rest) {
    const [node, length] = nextBlock(rest, rules, depth, paragraph === "" || paragraph.endsWith("\n"));
    if (node) {
      paragraph = paragraph.replace(/\n$/, "");
      close();
      nodes.push(node);
      rest = rest.slice(length).replace(/^\n/, "");
    } else {
      paragraph += rest.slice(0, length);
      rest = rest.slice(length);
    }
  }
  close();
  return nodes;
}

/**
 * The block at the start, or null with the length of what belongs to a paragraph.
 *
 * @param {string} rest
 * @param {MarkdownRules} rules
 * @param {number} depth
 * @param {boolean} lineStart
 * @returns {[MarkdownNode | null, number]}
 */
function nextBlock(rest, rules, depth, lineStart) {
  const fence = FENCE.exec(rest);
  if (fence?.[2]) return [{ type: "fence", language: fence[1], text: fence[2] }, fence[0].length];
  const end = rest.indexOf("\n");
  const line = end < 0 ? rest : rest.slice(0, end);
  if (lineStart && depth < DEEPEST) {
    const found = quote(rest, rules, depth) ?? heading(line, rules, depth) ?? list(rest, rules, depth);
    if (found) return found;
  }
  const opening = line.indexOf("```", 1);
  if (opening > 0 && FENCE.test(rest.slice(opening))) return [null, opening];
  return [null, end < 0 ? rest.length : end + 1];
}

/** @param {string} rest @param {MarkdownRules} rules @param {number} depth @returns {[MarkdownNode, number] | null} */
function quote(rest, rules, depth) {
  if (rest.startsWith(">>> "))
    return [{ type: "quote", children: blocks(rest.slice(4), rules, depth + 1) }, rest.length];
  const match = /^(?:> .*(?:\n|$))+/.exec(rest);
  if (!match) return null;
  const inner = match[0].replace(/\n$/, "").replace(/^> /gm, "");
  return [{ type: "quote", children: blocks(inner, rules, depth + 1) }, match[0].replace(/\n$/, "").length];
}

/** @param {string} line @param {MarkdownRules} rules @param {number} depth @returns {[MarkdownNode, number] | null} */
function heading(line, rules, depth) {
  const title = HEADING.exec(line);
  if (title) {
    return [{ type: "heading", level: title[1].length, children: inline(title[2], rules, depth) }, line.length];
  }
  const small = SUBTEXT.exec(line);
  return small ? [{ type: "subtext", children: inline(small[1], rules, depth) }, line.length] : null;
}

/** @param {string} rest @param {MarkdownRules} rules @param {number} depth @returns {[MarkdownNode, number] | null} */
function list(rest, rules, depth) {
  const first = ITEM.exec(rest.split("\n", 1)[0]);
  if (!first) return null;
  const indent = first[1].length;
  const ordered = /\d/.test(first[2]);
  /** @type {string[][]} */
  const items = [];
  let length = 0;
  for (const line of rest.split("\n")) {
    const item = ITEM.exec(line);
    const nested = items.length > 0 && /^ +\S/.test(line) && line.search(/\S/) > indent;
    if (item && item[1].length <= indent && /\d/.test(item[2]) === ordered) items.push([item[3]]);
    else if (nested) items[items.length - 1].push(line.slice(indent + 2 - (line[indent + 1] === " " ? 0 : 1)));
    else break;
    length += line.length + 1;
  }
  const children = items.map((lines) => blocks(lines.join("\n"), rules, depth + 1));
  const start = ordered ? Number.parseInt(first[2], 10) : undefined;
  return [{ type: "list", ordered, start, items: children }, Math.min(length - 1, rest.length)];
}
