/** The sandbox's server: requests, and the stream of events with its reconnecting. */

import { store } from "./store.js";

/** A refusal with a sentence for people. */
export class Refused extends Error {}

/**
 * Sends a request and returns what the server answers.
 *
 * @param {string} method
 * @param {string} path
 * @param {object | FormData} [body]
 * @returns {Promise<any>}
 * @throws {Refused} with the server's sentence, or that it cannot be reached
 */
export async function request(method, path, body) {
  /** @type {RequestInit} */
  const init = { method };
  if (body instanceof FormData) init.body = body;
  else if (body) Object.assign(init, { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
  let response;
  try {
    response = await fetch(path, init);
  } catch {
    throw new Refused("The sandbox cannot be reached. Is it still running?");
  }
  if (response.status === 204) return null;
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new Refused(answer?.error || `The sandbox answered with ${response.status}.`);
  return answer;
}

/**
 * Uploads a file for an option, a form or a message.
 *
 * @param {File} file
 * @returns {Promise<import("./types.js").Attachment>}
 */
export function upload(file) {
  const form = new FormData();
  form.append("file", file, file.name);
  return request("POST", `/sandbox/uploads?member=${store.user.id}`, form);
}

const RETRY_MILLISECONDS = [300, 1000, 2000, 4000];

/**
 * Follows the events of a member until closed, reconnecting when the line breaks.
 *
 * `onOpen` runs after every (re)connection, when events are already being kept; they are handed out once it is done.
 */
export class EventStream {
  #closed = false;
  #attempt = 0;
  /** @type {WebSocket | null} */
  #socket = null;

  /**
   * @param {string} memberId
   * @param {() => Promise<void>} onOpen
   * @param {(event: any) => void} onEvent
   * @param {() => void} onLost
   */
  constructor(memberId, onOpen, onEvent, onLost) {
    this.memberId = memberId;
    this.onOpen = onOpen;
    this.onEvent = onEvent;
    this.onLost = onLost;
    this.#connect();
  }

  close() {
    this.#closed = true;
    this.#socket?.close();
  }

  #connect() {
    const address = new URL(`/sandbox/events?member=${this.memberId}`, window.location.href);
    address.protocol = address.protocol.replace("http", "ws");
    const socket = new WebSocket(address);
    /** @type {any[] | null} */
    let waiting = [];
    this.#socket = socket;
    socket.addEventListener("open", async () => {
      try {
        await this.onOpen();
        this.#attempt = 0;
        const kept = waiting ?? [];
        waiting = null;
        if (!this.#closed) kept.forEach(this.onEvent);
      } catch {
        socket.close();
      }
    });
    socket.addEventListener("message", (message) => {
      if (this.#closed) return;
      const event = JSON.parse(message.data);
      if (waiting) waiting.push(event);
      else this.onEvent(event);
    });
    socket.addEventListener("close", () => {
      if (this.#closed) return;
      this.onLost();
      const delay = RETRY_MILLISECONDS[Math.min(this.#attempt, RETRY_MILLISECONDS.length - 1)];
      this.#attempt += 1;
      setTimeout(() => this.#closed || this.#connect(), delay);
    });
  }
}
