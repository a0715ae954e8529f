/** What the service worker knows of versions: a newer one that waits, and the moment at which it has taken over. */

export interface VersionWatch {
  /** A newer version is here and waits for its turn. */
  readonly isWaiting: () => boolean;
  /** Gives it the turn. Open pages stay as they are, and what they may still load stays with them. */
  readonly takeOver: () => void;
  /** It is no longer this page's version that new pages get. */
  readonly isReplaced: () => boolean;
  /** Either of the two has changed. */
  readonly onChange: (listener: () => void) => void;
}

/** A tab may be open for weeks. */
const LOOK_AGAIN_MS = 60 * 60_000;

/** @param registration of the service worker, which the browser has looked for when the page was loaded */
export function watchVersions(
  registration: ServiceWorkerRegistration,
  container: ServiceWorkerContainer,
): VersionWatch {
  const listeners = new Set<() => void>();
  const tell = () => listeners.forEach((listener) => listener());
  // On the first visit a service worker comes too, and it is this page's own.
  let isFirst = container.controller === null;
  let isReplaced = false;
  container.addEventListener("controllerchange", () => {
    isReplaced ||= !isFirst;
    isFirst = false;
    tell();
  });
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", tell);
  });
  registration.installing?.addEventListener("statechange", tell);
  // Without a network there is nothing to find; the next hour may have one.
  setInterval(() => registration.update().catch(() => undefined), LOOK_AGAIN_MS);
  container.controller?.postMessage("begun");
  return {
    isWaiting: () => registration.waiting !== null && registration.active !== null,
    takeOver: () => registration.waiting?.postMessage("take-over"),
    isReplaced: () => isReplaced,
    onChange: (listener) => void listeners.add(listener),
  };
}

/** @returns null where the browser keeps no programs, or does not want to keep this one */
export async function registerServiceWorker(): Promise<VersionWatch | null> {
  const container = (navigator as { readonly serviceWorker?: ServiceWorkerContainer }).serviceWorker;
  if (container === undefined) return null;
  try {
    const address = new URL("service-worker.js", document.baseURI);
    return watchVersions(await container.register(address), container);
  } catch {
    return null; // blocked, or the server has none: the page works as long as there is a network
  }
}
