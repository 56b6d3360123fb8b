/** Files of a message: sound with a player, pictures, video, everything else to download. */

import { element, webAddress } from "./dom.js";
import { icon } from "./icons.js";

/** @typedef {import("./types.js").Attachment} Attachment */

const SPOILER = 1 << 3;

const EXTENSIONS = Object.freeze({
  audio: /\.(mp3|m4a|wav|ogg|opus|flac)$/i,
  image: /\.(png|gif|jpe?g|jfif|webp|avif)$/i,
  video: /\.(mp4|mov|qt|webm)$/i,
});

/**
 * A size in words: "2.4 MB".
 *
 * @param {number} bytes
 * @returns {string}
 */
export function sizeInWords(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  const steps = ["kB", "MB", "GB"];
  let value = bytes / 1000;
  let step = 0;
  while (value >= 1000 && step < steps.length - 1) {
    value /= 1000;
    step += 1;
  }
  return `${value.toFixed(value < 10 ? 1 : 0)} ${steps[step]}`;
}

/**
 * @param {Attachment} attachment
 * @returns {"audio" | "image" | "video" | "file"}
 */
function kindOf(attachment) {
  for (const kind of /** @type {("audio" | "image" | "video")[]} */ (["audio", "image", "video"])) {
    if (EXTENSIONS[kind].test(attachment.filename)) return kind;
  }
  return "file";
}

/**
 * Draws a file; the element carries `data-attachment-id`.
 *
 * @param {Attachment} attachment
 * @returns {HTMLElement}
 */
function drawAttachment(attachment) {
  const kind = kindOf(attachment);
  const draw = { audio: drawAudio, image: drawImage, video: drawVideo, file: drawFile }[kind];
  const node = draw(attachment);
  node.dataset.attachmentId = attachment.id;
  node.dataset.kind = kind;
  const hidden = attachment.filename.startsWith("SPOILER_") || ((attachment.flags ?? 0) & SPOILER) !== 0;
  return hidden ? covered(node, attachment.id) : node;
}

/** @param {Attachment} attachment @returns {HTMLElement} */
function drawAudio(attachment) {
  const name = attachment.description || attachment.filename;
  const player = element("audio", { controls: true, preload: "metadata", src: attachment.url, "aria-label": name });
  player.addEventListener("play", () => pauseOthers(player));
  const problem = element("p", { class: "file-problem", hidden: true }, "This sound cannot be played here.");
  player.addEventListener("error", () => {
    problem.hidden = false;
  });
  return element(
    "figure",
    { class: "file audio" },
    element("span", { class: "file-mark" }, icon("note")),
    element("figcaption", null, fileTitle(attachment)),
    downloadLink(attachment),
    player,
    problem,
  );
}

/** @param {HTMLMediaElement} playing */
function pauseOthers(playing) {
  for (const player of document.querySelectorAll("audio, video")) {
    if (player !== playing) /** @type {HTMLMediaElement} */ (player).pause();
  }
}

/** @param {Attachment} attachment */
function fileTitle(attachment) {
  return [
    element("bdi", { class: "file-name" }, attachment.filename),
    element("span", { class: "file-size" }, sizeInWords(attachment.size)),
    attachment.description && element("span", { class: "file-description", dir: "auto" }, attachment.description),
  ];
}

/** @param {Attachment} attachment */
function downloadLink(attachment) {
  return element(
    "a",
    {
      class: "icon-button",
      href: webAddress(attachment.url),
      download: attachment.filename,
      "aria-label": `Download ${attachment.filename}`,
    },
    icon("download"),
  );
}

/** @param {Attachment} attachment @returns {HTMLElement} */
function drawImage(attachment) {
  return picture(attachment, attachment.description ?? "", attachment.filename);
}

/**
 * A picture that opens in a window of its own.
 *
 * @param {import("./types.js").Media} media
 * @param {string} description
 * @param {string} [filename]
 * @returns {HTMLElement}
 */
export function picture(media, description, filename) {
  const image = element("img", {
    src: media.proxy_url ?? media.url,
    alt: description || filename || "Picture without a description",
    title: description || null,
    loading: "lazy",
    width: media.width,
    height: media.height,
  });
  return element(
    "a",
    { class: "picture", href: webAddress(media.url), target: "_blank", rel: "noopener noreferrer" },
    image,
  );
}

/** @param {Attachment} attachment @returns {HTMLElement} */
function drawVideo(attachment) {
  return video(attachment, attachment.description || attachment.filename);
}

/**
 * @param {import("./types.js").Media} media
 * @param {string} name
 * @returns {HTMLElement}
 */
export function video(media, name) {
  const player = element("video", { controls: true, preload: "metadata", src: media.url, "aria-label": name });
  player.addEventListener("play", () => pauseOthers(player));
  return element("figure", { class: "video" }, player);
}

/** @param {Attachment} attachment @returns {HTMLElement} */
export function drawFile(attachment) {
  return element(
    "div",
    { class: "file" },
    element("span", { class: "file-mark" }, icon("file")),
    element("div", { class: "file-title" }, fileTitle(attachment)),
    downloadLink(attachment),
  );
}

/**
 * Something that is shown only when asked for.
 *
 * @param {HTMLElement} node
 * @param {string} [attachmentId]
 * @returns {HTMLElement}
 */
export function covered(node, attachmentId) {
  node.inert = true;
  const cover = element("button", { type: "button", class: "cover-button" }, "Spoiler");
  const frame = element("div", { class: "covered", "data-attachment-id": attachmentId }, node, cover);
  cover.addEventListener("click", () => {
    node.inert = false;
    frame.classList.add("shown");
    cover.remove();
  });
  return frame;
}

/**
 * Makes a list of files show these attachments. What stays is left alone, so that a sound goes on playing.
 *
 * @param {HTMLElement} list
 * @param {Attachment[]} attachments
 */
export function updateAttachments(list, attachments) {
  /** @type {Map<string, HTMLElement>} */
  const kept = new Map();
  for (const node of /** @type {HTMLElement[]} */ ([...list.children])) kept.set(node.dataset.attachmentId ?? "", node);
  const wanted = attachments.map((attachment) => {
    const seen = JSON.stringify([attachment.filename, attachment.size, attachment.description]);
    const old = kept.get(attachment.id);
    if (old?.dataset.seen === seen) return old;
    const node = drawAttachment(attachment);
    node.dataset.seen = seen;
    return node;
  });
  for (const node of [...list.children]) if (!wanted.includes(/** @type {HTMLElement} */ (node))) node.remove();
  wanted.forEach((node, index) => {
    // A node that is moved stops playing: only what is out of place is put in.
    if (list.children[index] !== node) list.insertBefore(node, list.children[index] ?? null);
  });
  list.hidden = wanted.length === 0;
}
