/** Watches what a browser does for the widget: whether anything computes, connects or is written, and what the frame was told of its being seen. */
import type { BrowserContext, Frame } from "playwright-core";

/** What the scripts below leave in the widget's frame. */
interface Watched {
  readonly watched: {
    /** What performance.now() says there: it stands still, so that no slow computer changes what half a second is. */
    nowMs: number;
    /** What the frame was told last; null when nothing. */
    sighting: { readonly ratio: number; readonly isVisible: boolean } | null;
    /** Clicks that persons, or this test, have made in it. */
    clicks: number;
  };
}

export interface EmbedWatch {
  /** Signs of computation so far, such as "Worker" or a request for the code that computes. */
  readonly signs: readonly string[];
}

/** What TypeScript does not know yet of observers. */
type Sighting = IntersectionObserverEntry & { readonly isVisible?: boolean };

/** What a donation asks the server for, and nothing else does. */
const OF_DONATION = /\/embed\.json|\.wasm|worker|start-donation|rooms|peerjs/;

/** Every page that the context opens from now on. */
export async function watchEmbeds(context: BrowserContext): Promise<EmbedWatch> {
  const signs: string[] = [];
  context.on("request", (request) => {
    if (OF_DONATION.test(new URL(request.url()).pathname)) signs.push(request.url());
  });
  await context.exposeFunction("noteSign", (sign: string) => void signs.push(sign));
  await context.addInitScript(noteComputation);
  return { signs };
}

/** The frame's clock stands still from now on, until a test moves it; what the frame is told of its being seen is written down. */
export const holdClocks = (context: BrowserContext): Promise<unknown> => context.addInitScript(holdClock);

/** Runs in every page, and in the widget's frame each power that computing needs says so when it is used. What hosts do themselves is their affair. */
function noteComputation(): void {
  if (location.pathname !== "/embed") return;
  const scope = globalThis as unknown as Record<string, unknown> & { noteSign: (sign: string) => void };
  for (const name of ["Worker", "SharedWorker", "RTCPeerConnection", "WebSocket"]) {
    const original = scope[name];
    if (typeof original !== "function") continue;
    scope[name] = new Proxy(original, {
      construct(target, parameters: unknown[], newTarget) {
        scope.noteSign(name);
        return Reflect.construct(target, parameters, newTarget) as object;
      },
    });
  }
  const note = (owner: object, name: string) => {
    const original = Reflect.get(owner, name) as (...parameters: unknown[]) => unknown;
    Reflect.set(owner, name, function noted(this: unknown, ...parameters: unknown[]) {
      scope.noteSign(name);
      return original.apply(this, parameters);
    });
  };
  for (const name of ["compile", "instantiate", "compileStreaming", "instantiateStreaming"])
    note(WebAssembly, name);
  note(Storage.prototype, "setItem");
  note(IDBFactory.prototype, "open");
}

/** Runs in every page, and does something in the widget's frame. */
function holdClock(): void {
  if (location.pathname !== "/embed") return;
  const watched: Watched["watched"] = { nowMs: 1_000, sighting: null, clicks: 0 };
  Object.assign(globalThis, { watched });
  performance.now = () => watched.nowMs;
  addEventListener("click", ({ isTrusted }) => isTrusted && watched.clicks++, true);
  const Original = IntersectionObserver;
  globalThis.IntersectionObserver = class extends Original {
    constructor(tell: IntersectionObserverCallback, how?: IntersectionObserverInit) {
      super((entries, observer) => {
        tell(entries, observer);
        const last: Sighting | undefined = entries.at(-1);
        if (last) watched.sighting = { ratio: last.intersectionRatio, isVisible: last.isVisible === true };
      }, how);
    }
  };
}

export const moveClock = (frame: Frame, byMs: number): Promise<void> =>
  frame.evaluate((ms) => {
    (globalThis as unknown as Watched).watched.nowMs += ms;
  }, byMs);

export const clicksIn = (frame: Frame): Promise<number> =>
  frame.evaluate(() => (globalThis as unknown as Watched).watched.clicks);

/** Until the frame was told that all of it can be seen. */
export async function waitUntilSeen(frame: Frame): Promise<void> {
  await frame.waitForFunction(() => {
    const { sighting } = (globalThis as unknown as Watched).watched;
    return sighting !== null && sighting.isVisible && sighting.ratio >= 0.98;
  });
}
