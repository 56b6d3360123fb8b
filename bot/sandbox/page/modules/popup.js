/** Floating panels beside what opened them: menus, lists, pickers. One is open at a time. */

/** @typedef {{at?: {x: number, y: number}, onClose?: () => void, sameWidth?: boolean, above?: boolean}} Options */

/** @type {{panel: HTMLElement, anchor: HTMLElement, options: Options} | null} */
let open = null;

const MARGIN = 8;

/**
 * Shows a panel at an element, or at a point; above it when there is no room below.
 *
 * It is put beside its anchor in the document, so that it stays inside a dialog that the anchor is in. When the
 * anchor moves it follows, and closes when the anchor is scrolled out of sight; at a point it closes at once.
 *
 * @param {HTMLElement} panel
 * @param {HTMLElement} anchor
 * @param {Options} [options]
 */
export function showPopup(panel, anchor, options = {}) {
  closePopup();
  panel.classList.add("popup");
  panel.popover = "manual";
  (anchor.closest("dialog") ?? document.body).append(panel);
  panel.showPopover();
  if (options.sameWidth) panel.style.minWidth = `${anchor.getBoundingClientRect().width}px`;
  position(panel, anchor, options);
  open = { panel, anchor, options };
}

/**
 * @param {HTMLElement} panel
 * @param {HTMLElement} anchor
 * @param {Options} options
 */
function position(panel, anchor, options) {
  const box = anchor.getBoundingClientRect();
  const left = options.at?.x ?? box.left;
  const bottom = options.at?.y ?? box.bottom + 4;
  const top = options.at?.y ?? box.top - 4;
  const size = panel.getBoundingClientRect();
  const below = window.innerHeight - bottom - MARGIN;
  const upwards = options.above || (size.height > below && top > below);
  const height = Math.min(size.height, (upwards ? top : below) - MARGIN);
  panel.style.maxHeight = `${Math.max(height, 120)}px`;
  panel.style.left = `${Math.max(MARGIN, Math.min(left, window.innerWidth - size.width - MARGIN))}px`;
  panel.style.top = `${upwards ? Math.max(MARGIN, top - height) : bottom}px`;
}

/**
 * Closes what is open.
 *
 * @param {{refocus?: boolean}} [options] whether the focus goes back to what opened it
 */
export function closePopup(options = {}) {
  if (!open) return;
  const { panel, anchor, options: shown } = open;
  open = null;
  panel.remove();
  shown.onClose?.();
  if (options.refocus) anchor.focus();
}

/**
 * @param {HTMLElement} anchor
 * @returns {boolean} whether the open panel belongs to this element
 */
export function popupIsOpenAt(anchor) {
  return open?.anchor === anchor;
}

document.addEventListener(
  "pointerdown",
  (event) => {
    const target = /** @type {Node} */ (event.target);
    if (open && !open.panel.contains(target) && !open.anchor.contains(target)) closePopup();
  },
  true,
);
document.addEventListener(
  "keydown",
  (event) => {
    if (open && event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      closePopup({ refocus: true });
    }
  },
  true,
);
window.addEventListener("resize", () => closePopup());
document.addEventListener("scroll", (event) => followed(/** @type {Node} */ (event.target)), true);

/** @param {Node} area what was scrolled */
function followed(area) {
  if (!open || open.panel.contains(area)) return;
  const { panel, anchor, options } = open;
  if (options.at || !anchor.isConnected) closePopup();
  else if (area instanceof Element && area.contains(anchor)) {
    if (inSight(anchor, area)) position(panel, anchor, options);
    else closePopup();
  }
}

/** @param {Element} part @param {Element} area @returns {boolean} */
function inSight(part, area) {
  const [inner, outer] = [part.getBoundingClientRect(), area.getBoundingClientRect()];
  return inner.bottom > outer.top && inner.top < outer.bottom;
}
