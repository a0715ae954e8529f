/**
 * The page as an app that can be installed: its manifest, and the service worker (worker/offline/) with the list of what was
 * built. Colours are --paper of tokens.css, which a manifest cannot read.
 */
import { VitePWA } from "vite-plugin-pwa";

/** Files that are not the program: they are for search engines, servers, other people's pages and this build itself. */
const NOT_KEPT = ["**/*.{br,gz,map}", ".vite/**", "service-worker.js", "embed.html", "claim.html"];

export const webApp = () =>
  VitePWA({
    strategies: "injectManifest",
    srcDir: "../worker/offline",
    filename: "service-worker.ts",
    injectRegister: false, // web/pwa/ does it, when the page has been drawn
    includeManifestIcons: false,
    manifest: {
      name: "Tabloom",
      short_name: "Tabloom",
      description: "Train an open AI model together with others, in your browser.",
      start_url: "./",
      scope: "./",
      display: "standalone",
      background_color: "#fbf9f7",
      theme_color: "#fbf9f7",
      categories: ["science", "education"],
      icons: [
        { src: "./icons/any-192.png", sizes: "192x192", type: "image/png" },
        { src: "./icons/any-512.png", sizes: "512x512", type: "image/png" },
        { src: "./icons/maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
      ],
    },
    injectManifest: {
      globPatterns: ["**/*.{html,js,css,svg,wasm,json}", "icons/any-192.png"],
      globIgnores: NOT_KEPT,
      dontCacheBustURLsMatching: /^assets\//,
      maximumFileSizeToCacheInBytes: 100_000_000, // the service worker decides what comes later
      rollupFormat: "iife",
    },
  });
