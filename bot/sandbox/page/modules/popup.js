/** Floating panels beside what opened them: menus, lists, pickers. One is open at a time. */

/** @type {{panel: HTMLElement, anchor: HTMLElement, onClose: () => void} | null} */
let open = null;

const MARGIN = 8;

/**
 * Shows a panel at an element, or at a point; above it when there is no room below.
 *
 * It is put beside its anchor in the document, so that it stays inside a dialog that the anchor is in.
 *
 * @param {HTMLElement} panel
 * @param {HTMLElement} anchor
 * @param {{at?: {x: number, y: number}, onClose?: () => void, sameWidth?: boolean, above?: boolean}} [options]
 */
export function showPopup(panel, anchor, options = {}) {
  closePopup();
  panel.classList.add("popup");
  panel.popover = "manual";
  (anchor.closest("dialog") ?? document.body).append(panel);
  panel.showPopover();
  if (options.sameWidth) panel.style.minWidth = `${anchor.getBoundingClientRect().width}px`;
  position(panel, anchor, options);
  open = { panel, anchor, onClose: options.onClose ?? (() => undefined) };
}

/**
 * @param {HTMLElement} panel
 * @param {HTMLElement} anchor
 * @param {{at?: {x: number, y: number}, above?: boolean}} options
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
  const { panel, anchor, onClose } = open;
  open = null;
  panel.remove();
  onClose();
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
document.addEventListener(
  "scroll",
  (event) => {
    if (open && event.target instanceof Node && !open.panel.contains(event.target)) closePopup();
  },
  true,
);
