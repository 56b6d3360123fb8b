/**
 * Building DOM nodes. Text of members only ever becomes text nodes and attribute values; nothing in the page
 * parses foreign text as HTML.
 */

/** @typedef {Node | string | number | null | undefined | false | Child[]} Child */

/**
 * Makes an element.
 *
 * Properties starting with `on` are listeners, `class`, `data-*`, `aria-*` and other names are attributes; `true`
 * sets an empty attribute, `false`, `null` and `undefined` leave it out.
 *
 * @param {string} tag
 * @param {Record<string, any> | null} [properties]
 * @param {...Child} children
 * @returns {any}
 */
export function element(tag, properties, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  append(node, children);
  return node;
}

/**
 * Appends children, strings as text, lists one by one; leaves out null, undefined and false.
 *
 * @param {Node} node
 * @param {Child[]} children
 */
export function append(node, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) append(node, child);
    else node.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/**
 * Replaces everything inside a node.
 *
 * @param {Element} node
 * @param {...Child} children
 */
export function fill(node, ...children) {
  node.replaceChildren();
  append(node, children);
}

let counter = 0;

/**
 * An id that no other element of this page has.
 *
 * @param {string} prefix
 * @returns {string}
 */
export function uniqueId(prefix) {
  counter += 1;
  return `${prefix}-${counter}`;
}

/**
 * Whether the system asks for no motion.
 *
 * @returns {boolean}
 */
export function motionReduced() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/**
 * An address that may be followed: of the web or of this origin.
 *
 * @param {string | null | undefined} address
 * @returns {string | null} null for everything else, `javascript:` above all
 */
export function webAddress(address) {
  if (!address || !URL.canParse(address, window.location.href)) return null;
  return ["http:", "https:"].includes(new URL(address, window.location.href).protocol) ? address : null;
}
