/** The sandbox's clock, which tests and operators can move, and times in words. */

let offsetMilliseconds = 0;

/**
 * Follows the sandbox's clock.
 *
 * @param {string} now ISO 8601
 */
export function setClock(now) {
  const parsed = Date.parse(now);
  if (!Number.isNaN(parsed)) offsetMilliseconds = parsed - Date.now();
}

/**
 * Moves forward when something is newer than the clock, which happens when the clock was advanced.
 *
 * @param {string} seen ISO 8601
 */
export function atLeast(seen) {
  if (Date.parse(seen) - now() > 1000) setClock(seen);
}

/** @returns {number} milliseconds since 1970 by the sandbox's clock */
export function now() {
  return Date.now() + offsetMilliseconds;
}

/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const UNITS = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });

/**
 * "in 2 minutes", "3 days ago".
 *
 * @param {number} milliseconds since 1970
 * @returns {string}
 */
export function relativeTime(milliseconds) {
  const seconds = Math.round((milliseconds - now()) / 1000);
  for (const [unit, length] of UNITS) {
    if (Math.abs(seconds) >= length) return relative.format(Math.round(seconds / length), unit);
  }
  return relative.format(seconds, "second");
}

/** @type {Record<string, Intl.DateTimeFormatOptions>} */
const STYLES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
  s: { dateStyle: "short", timeStyle: "short" },
  S: { dateStyle: "short", timeStyle: "medium" },
};

/**
 * A time in one of Discord's styles (`R` is relative).
 *
 * @param {number} milliseconds since 1970
 * @param {string} style
 * @returns {string}
 */
export function formatTime(milliseconds, style) {
  if (Number.isNaN(new Date(milliseconds).getTime())) return "an impossible date";
  if (style === "R") return relativeTime(milliseconds);
  return new Intl.DateTimeFormat(undefined, STYLES[style] ?? STYLES.f).format(milliseconds);
}

/**
 * The time beside an author: today's as a time, others with the date.
 *
 * @param {string} iso
 * @returns {string}
 */
export function messageTime(iso) {
  const then = new Date(iso);
  const today = new Date(now()).toDateString() === then.toDateString();
  return formatTime(then.getTime(), today ? "t" : "s");
}

/**
 * "21 October 2026" for the line between days.
 *
 * @param {string} iso
 * @returns {string}
 */
export function dayOf(iso) {
  return formatTime(Date.parse(iso), "D");
}

/** Keeps every relative time on the page right. */
export function startTicking() {
  setInterval(() => {
    for (const node of document.querySelectorAll("time[data-relative]")) {
      const text = relativeTime(Date.parse(/** @type {HTMLTimeElement} */ (node).dateTime));
      if (node.textContent !== text) node.textContent = text;
    }
  }, 1000);
}
