/**
 * What a host page loads: the element `<tabloom-donate project size theme lang cap>`, which holds the widget's frame and does nothing else. Nothing of the
 * host is read or sent, and nothing runs here but a resize of the frame.
 */
import {
  FRAME_ALLOW,
  FRAME_SANDBOX,
  FRAME_SIZES,
  FRAME_TITLE,
  frameSizeNamed,
  WIDE_BAR,
} from "../../../shared/protocol/frame-look.ts";
import { type HostState, isHello, isStateMessage } from "../host-message.ts";

/** Passed on in the frame's address. */
const OPTIONS = ["project", "size", "theme", "lang", "cap"] as const;
type Options = Partial<Record<(typeof OPTIONS)[number], string>>;

const ELEMENT = "tabloom-donate";
/** For pages whose editor allows no elements of its own: `<div data-tabloom-donate data-project="…">`. */
const FALLBACK = `[data-${ELEMENT}]`;

/** This file lies in embed/<version>/, and the frame beside embed/. */
const FRAME_URL = new URL("../../embed", (document.currentScript as HTMLScriptElement).src);

class DonateElement extends HTMLElement {
  static readonly observedAttributes = OPTIONS;

  /** What the widget does, and how many training steps it has made; events of the name "tabloom-state" tell of changes. */
  state: HostState = "offer";
  steps = 0;
  readonly #root = this.attachShadow({ mode: "closed" });
  #resize: ResizeObserver | null = null;

  connectedCallback(): void {
    addEventListener("message", this.#hear);
    this.#build();
  }

  /** The frame goes, and with it everything that computes. */
  disconnectedCallback(): void {
    removeEventListener("message", this.#hear);
    this.#resize?.disconnect();
    this.#root.replaceChildren();
  }

  attributeChangedCallback(_name: string, before: string | null, after: string | null): void {
    if (this.isConnected && this.#root.firstChild && before !== after) this.#build();
  }

  #build(): void {
    const options = OPTIONS.filter((name) => this.hasAttribute(name));
    const query = options.map((name) => `${name}=${encodeURIComponent(this.getAttribute(name)!)}`);
    const frame = document.createElement("iframe");
    frame.title = this.getAttribute("title") ?? FRAME_TITLE;
    frame.loading = "lazy";
    frame.allow = FRAME_ALLOW;
    frame.referrerPolicy = "origin";
    frame.setAttribute("sandbox", FRAME_SANDBOX);
    frame.src = `${FRAME_URL}?${query.join("&")}`;
    const { width, height, narrowHeight } = FRAME_SIZES[frameSizeNamed(this.getAttribute("size"))];
    Object.assign(this.style, { display: "block", maxWidth: "100%", width });
    Object.assign(frame.style, { border: "0", display: "block", width: "100%", height: `${height}px` });
    this.#resize?.disconnect();
    if (narrowHeight !== height) {
      this.#resize = new ResizeObserver(([entry]) => {
        const isNarrow = entry !== undefined && entry.contentRect.width < WIDE_BAR;
        frame.style.height = `${isNarrow ? narrowHeight : height}px`;
      });
      this.#resize.observe(this);
    }
    this.#root.replaceChildren(frame);
    this.#become("offer", 0);
  }

  /** Of all that is said to the page, only the hello of this element's own frame. It comes with the frame's first news. */
  readonly #hear = ({ data, origin, source, ports: [port, ...more] }: MessageEvent<unknown>): void => {
    const frame = this.#root.firstChild as HTMLIFrameElement | null;
    const isOurs = source !== null && source === frame?.contentWindow && origin === FRAME_URL.origin;
    if (!isOurs || !isHello(data) || port === undefined || more.length > 0) return;
    port.addEventListener("message", ({ data: news }: MessageEvent<unknown>) => {
      if (isStateMessage(news) && frame.parentNode === this.#root) this.#become(news.state, news.steps);
    });
    port.start();
  };

  #become(state: HostState, steps: number): void {
    if (state === this.state && steps === this.steps) return;
    Object.assign(this, { state, steps });
    this.dispatchEvent(new CustomEvent("tabloom-state", { detail: { state, steps }, bubbles: true }));
  }
}

/** Puts a widget into `place`. For pages that build themselves by script. */
function render(place: Element, options: Options = {}): HTMLElement {
  const made = document.createElement(ELEMENT);
  for (const name of OPTIONS) {
    const value = options[name];
    if (value !== undefined) made.setAttribute(name, value);
  }
  place.replaceChildren(made);
  return made;
}

// A page may hold the tag twice.
if (customElements.get(ELEMENT) === undefined) {
  customElements.define(ELEMENT, DonateElement);
  Object.assign(globalThis, { tabloomDonate: { render } });
  const upgrade = () => {
    for (const place of document.querySelectorAll<HTMLElement>(FALLBACK)) render(place, place.dataset);
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", upgrade);
  else upgrade();
}
