/** Where the widget and what belongs to it are, below the address where Tabloom is served. */

/** The frame that is shown on other people's pages. */
export const FRAME_PATH = "/embed";
/** The script that makes the frame. The number is its version: what is under it never changes again. */
export const LOADER_PATH = "/embed/1/embed.js";
/** The operator's switch: `?site=<origin>` gives {"v":1,"off":null}, or in place of null the reason why that site may not show the widget. */
export const SWITCH_PATH = "/embed.json";
/** Tabs that train now: `?project=<link>` gives {"v":1,"tabs":n}. */
export const LIVE_PATH = "/live.json";
export const BADGE_PATH = "/badge.svg";
/** For shields.io: https://shields.io/badges/endpoint-badge */
export const BADGE_JSON_PATH = "/badge.json";
/** https://oembed.com */
export const OEMBED_PATH = "/oembed";
