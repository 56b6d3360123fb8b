/** The page's own icons: strokes on a 24 × 24 grid, drawn in the colour of the text around them. */

const PATHS = {
  hash: "M9 4 7 20M17 4l-2 16M4.5 9h16M3.5 15h16",
  forum: "M4 5h11v8H8l-4 3.5zM18 9h2.5v10.5L17 17h-6v-1.5",
  thread: "M6 4v9a4 4 0 0 0 4 4h8M14 13l4 4-4 4",
  voice: "M4 10v4h3.5L12 18V6l-4.5 4zM15.5 9.5a4 4 0 0 1 0 5M18 7a7.5 7.5 0 0 1 0 10",
  direct: "M4 5h16v11H10l-6 4z",
  menu: "M4 7h16M4 12h16M4 17h16",
  people:
    "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3 20c0-3.5 2.5-6 6-6s6 2.5 6 6M16 4.5a3.5 3.5 0 0 1 0 6M18 14.5c2 .9 3 3 3 5.5",
  close: "M6 6l12 12M18 6 6 18",
  plus: "M12 5v14M5 12h14",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  send: "M4 12 20 4l-5 16-3.5-6.5z",
  reply: "M5 16v-3a5 5 0 0 1 5-5h9M15 4l4 4-4 4",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z",
  chevron: "M6 9l6 6 6-6",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  download: "M12 4v11M7 11l5 5 5-5M5 20h14",
  external: "M13 5h6v6M19 5l-9 9M16 14v5H5V8h5",
  slash: "M15 4 9 20",
  note: "M9 18V5l11-2v12.5M9 18a3 3 0 1 1-6 0 3 3 0 0 1 6 0zM20 15.5a3 3 0 1 1-6 0 3 3 0 0 1 6 0z",
  warning: "M12 3.5 22 20.5H2zM12 10v5M12 17.8h.01",
  check: "M5 12.5 10 17 19 7",
  pin: "M9 4h6l-1 7 3 3v2H7v-2l3-3zM12 16v5",
  upload: "M12 16V5M7 9l5-5 5 5M5 20h14",
};

/** @typedef {keyof typeof PATHS} IconName */

const SVG = "http://www.w3.org/2000/svg";

/**
 * Draws an icon that assistive technology passes over.
 *
 * @param {IconName} name
 * @returns {SVGElement}
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
