/**
 * Keeps the program, so that the page opens without a network and no tab misses a file when the server has a new version.
 * It computes nothing and knows nobody. What is named by its content (assets/) is kept in one cache, whichever version it is
 * of, until no tab can need it; the few files with fixed names are kept for this version alone.
 */

/** Of the build: `revision` is null where the name says it. */
interface BuiltFile {
  readonly url: string;
  readonly revision: string | null;
}

declare const self: ServiceWorkerGlobalScope & { readonly __WB_MANIFEST: readonly BuiltFile[] };

const FILES = self.__WB_MANIFEST;
const NAMED = FILES.filter(({ revision }) => revision !== null);
const ASSETS = FILES.filter(({ revision }) => revision === null);

/** Kept when they are used for the first time: up to 27 MB that nobody needs who only looks. */
const COMES_LATER = /\/ort-|\.wasm$|\/transformers/;

const ASSETS_CACHE = "tabloom-assets";
const NAMED_CACHE = `tabloom-named-${NAMED.map(({ revision }) => revision?.slice(0, 8)).join("-")}`;
const PAGE = "index.html";

const pathOf = (address: string): string =>
  address.slice(self.registration.scope.length).replace(/[?#].*$/, "");

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));

async function install(): Promise<void> {
  const named = await caches.open(NAMED_CACHE);
  await named.addAll(NAMED.map(({ url }) => new Request(url, { cache: "no-cache" })));
  const assets = await caches.open(ASSETS_CACHE);
  // One after the other: the visitor may be about to load the runtime, and this can wait.
  for (const { url } of ASSETS)
    if (!COMES_LATER.test(url) && !(await assets.match(url))) await assets.add(url);
}

async function activate(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("tabloom-named-") && name !== NAMED_CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await prune(0);
  await self.clients.claim();
}

/** Deletes what only earlier versions needed. @param tabCount of tabs that are known to be of this version */
async function prune(tabCount: number): Promise<void> {
  const tabs = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (tabs.length > tabCount) return;
  const isNeeded = new Set(ASSETS.map(({ url }) => url));
  const assets = await caches.open(ASSETS_CACHE);
  const kept = await assets.keys();
  await Promise.all(
    kept.filter(({ url }) => !isNeeded.has(pathOf(url))).map((request) => assets.delete(request)),
  );
}

/** Pages say when nothing trains any more, and when they have begun. Only pages of this origin can. */
self.addEventListener("message", (event) => {
  if (event.data === "take-over") void self.skipWaiting();
  if (event.data === "begun") event.waitUntil(prune(1));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(self.registration.scope)) return;
  const path = pathOf(request.url);
  if (path.startsWith("assets/")) event.respondWith(findAsset(request, event));
  else if (path === "") event.respondWith(findNamed(PAGE, request));
  else if (NAMED.some(({ url }) => url === path)) event.respondWith(findNamed(path, request));
});

/** The browser may have thrown away what was kept: then it comes from the server. */
async function findNamed(path: string, request: Request): Promise<Response> {
  const named = await caches.open(NAMED_CACHE);
  return (await named.match(path, { ignoreVary: true })) ?? fetch(request);
}

async function findAsset(request: Request, event: FetchEvent): Promise<Response> {
  const assets = await caches.open(ASSETS_CACHE);
  const kept = await assets.match(request, { ignoreVary: true });
  if (kept !== undefined) return kept;
  const response = await fetch(request);
  // A full disk costs only that it comes from the server again.
  if (response.ok) event.waitUntil(assets.put(request, response.clone()).catch(() => undefined));
  return response;
}

/** Leads to the tab that the notification is about, where it is still open. */
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(showTab());
});

async function showTab(): Promise<void> {
  const [tab] = await self.clients.matchAll({ type: "window" });
  if (tab) await tab.focus();
  else await self.clients.openWindow(self.registration.scope);
}
