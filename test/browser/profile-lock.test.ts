/** One writer for each profile, on Chromium's Web Locks, between this page and workers that are killed. */
import { afterEach, expect, test, vi } from "vitest";
import { holdProfile } from "../../worker/identity/profile-lock.ts";

const workers: Worker[] = [];
afterEach(async () => {
  vi.unstubAllGlobals();
  for (const worker of workers.splice(0)) worker.terminate();
  await navigator.locks.request("tabloom-profile", () => {}); // the browser has noticed
});

/** Another tab that wants the profile, and what it says, in order. */
function openTab() {
  const worker = new Worker(new URL("../support/profile-worker.ts", import.meta.url), { type: "module" });
  workers.push(worker);
  const heard: unknown[] = [];
  const waiters = new Map<unknown, () => void>();
  worker.addEventListener("message", ({ data }) => {
    heard.push(data);
    waiters.get(data)?.();
  });
  const says = (word: string) =>
    new Promise<void>((resolve) => {
      if (heard.includes(word)) resolve();
      else waiters.set(word, resolve);
    });
  return { heard, says, kill: () => worker.terminate() };
}

/** So many wait for the profile. */
const isQueued = (count: number) =>
  expect.poll(async () => (await navigator.locks.query()).pending).toHaveLength(count);

const never = () => new AbortController().signal;
const notWaiting = () => expect.unreachable("nobody else has it");

test("the first tab has the profile at once, and can give it back more than once", async () => {
  const release = await holdProfile(never(), notWaiting);
  await release();
  await release();
  const again = await holdProfile(never(), notWaiting);
  await again();
});

test("the second tab waits, says so, and has it when the first gives it back", async () => {
  const release = await holdProfile(never(), notWaiting);
  const second = openTab();
  await second.says("waiting");
  expect(second.heard).toEqual(["waiting"]);
  await release();
  await second.says("holding");
  expect(second.heard).toEqual(["waiting", "holding"]);
});

test("a tab that is killed frees it for the one that waits, one after the other", async () => {
  const first = openTab();
  await first.says("holding");
  const second = openTab();
  await second.says("waiting");
  await isQueued(1); // it says so just before it gets in line, and the third must not overtake it
  const waited = vi.fn();
  const third = holdProfile(never(), waited);
  await expect.poll(() => waited).toHaveBeenCalledOnce();
  await isQueued(2);
  first.kill();
  await second.says("holding");
  second.kill();
  const release = await third;
  expect(first.heard).toEqual(["holding"]);
  expect(second.heard).toEqual(["waiting", "holding"]);
  await release();
});

test("whoever stops waiting is told why, and does not get it later", async () => {
  const release = await holdProfile(never(), notWaiting);
  const stop = new AbortController();
  const reason = new Error("the visitor pressed Stop");
  const waiting = holdProfile(stop.signal, () => stop.abort(reason));
  await expect(waiting).rejects.toBe(reason);
  await expect(holdProfile(stop.signal, notWaiting)).rejects.toBe(reason);
  await release();
  const next = await holdProfile(never(), notWaiting);
  await next();
});

test("a page without HTTPS has no locks and goes on without one", async () => {
  const release = await holdProfile(never(), notWaiting);
  vi.stubGlobal("navigator", {});
  const other = await holdProfile(never(), notWaiting);
  await other();
  await release();
});

test("a page that may store nothing may not lock either, and goes on without one", async () => {
  const denied = () => Promise.reject(new DOMException("denied in this context", "SecurityError"));
  vi.stubGlobal("navigator", { locks: { request: denied } });
  const release = await holdProfile(never(), notWaiting);
  await release();
});
