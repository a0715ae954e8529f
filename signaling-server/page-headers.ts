/**
 * The headers that guard an answer, by its path. The page is for nobody's frame; the widget's frame is for everybody's, and keeps as
 * strict a policy inside; and a few answers are for every program there is.
 */
import {
  BADGE_JSON_PATH,
  BADGE_PATH,
  FRAME_PATH,
  LIVE_PATH,
  OEMBED_PATH,
  SWITCH_PATH,
} from "../shared/protocol/embed.ts";

export type Headers = Readonly<Record<string, string>>;

const CLAIM_PATH = "/claim";
/** Each is a file of that name, too. */
const pathsOf = (path: string): readonly string[] => [path, `${path}.html`];
const FRAME_PATHS = pathsOf(FRAME_PATH);
const CLAIM_PATHS = pathsOf(CLAIM_PATH);
/** The loader, of whichever version. */
const LOADER = /^\/embed\/\d+\//;
const SHEET = /^\/assets\/[^/]+\.css$/;
const PUBLIC_PATHS: readonly string[] = [BADGE_PATH, BADGE_JSON_PATH, OEMBED_PATH, SWITCH_PATH, LIVE_PATH];

/** Powers that the frame has no use for. It keeps those that it asks of its host: compute-pressure and cross-origin-isolated. */
const DENIED = [
  "accelerometer",
  "browsing-topics",
  "camera",
  "clipboard-read",
  "display-capture",
  "fullscreen",
  "geolocation",
  "gyroscope",
  "hid",
  "idle-detection",
  "local-fonts",
  "magnetometer",
  "microphone",
  "midi",
  "payment",
  "publickey-credentials-get",
  "screen-wake-lock",
  "serial",
  "storage-access",
  "usb",
  "xr-spatial-tracking",
];

/** On every answer. */
const COMMON: Headers = { "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer" };

/**
 * @param signalingServers ws:// and wss:// addresses that the page may speak to, besides its own server
 * @returns the headers of the answer to a path
 */
export function pageHeaders(signalingServers: readonly string[]): (path: string) => Headers {
  const policy = (ancestors: string): string => contentSecurityPolicy(signalingServers, ancestors);
  /** The first two make the page cross-origin isolated, which threads in WASM need. */
  const page: Headers = {
    ...COMMON,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": policy("'none'"),
  };
  const { "Cross-Origin-Opener-Policy": _, ...withoutOpener } = page;
  /** No text becomes code, with one exception: web/embed/trusted-addresses.ts. */
  const trusting = (ancestors: string): Headers => ({
    "Content-Security-Policy": `${policy(ancestors)}; require-trusted-types-for 'script'; trusted-types default`,
  });
  /** Isolated by itself where the browser can do that, whatever its host is; and welcome where a host isolates itself. */
  const frame: Headers = {
    ...withoutOpener,
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Document-Isolation-Policy": "isolate-and-require-corp",
    "Permissions-Policy": DENIED.map((name) => `${name}=()`).join(", "),
    ...trusting("*"),
  };
  /** Opened by the frame, and speaks to it: with an opener policy it would not know who has opened it. */
  const claim: Headers = { ...withoutOpener, ...trusting("'none'") };
  const forEverybody: Headers = {
    ...COMMON,
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Content-Security-Policy": INERT_POLICY,
  };
  /** Runs nothing: policies would only make it larger, and the widget counts its bytes. */
  const sheet: Headers = { ...COMMON, "Cross-Origin-Resource-Policy": "same-origin" };
  return (path) => {
    if (SHEET.test(path)) return sheet;
    if (FRAME_PATHS.includes(path)) return frame;
    if (CLAIM_PATHS.includes(path)) return claim;
    return LOADER.test(path) || PUBLIC_PATHS.includes(path) ? forEverybody : page;
  };
}

/** For what may be opened by itself, such as an SVG: nothing in it runs, loads or is framed. */
const INERT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";

/**
 * Same-origin only, and nothing that strings could be turned into code with, except WebAssembly. ONNX Runtime starts
 * its threads from our own script files, so no blob: workers either. Inline styles are allowed: they run nothing. Data
 * may come from anywhere: a manifest names the addresses of its files, and what hashes to its name is good.
 * @param ancestors who may show it in a frame
 */
function contentSecurityPolicy(signalingServers: readonly string[], ancestors: string): string {
  const servers = signalingServers.map((server) => new URL(server).origin);
  return [
    "default-src 'self'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src 'self'",
    ["connect-src 'self' http: https:", ...new Set(servers)].join(" "), // 'self' includes WebSockets of the same host
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${ancestors}`,
  ].join("; ");
}
