/** The program itself, as the browser keeps it to work offline. */

/** Where the browser keeps none, or forbids it, there is none to delete. */
export const eraseProgram = (): Promise<void> => eraseKept().catch(() => undefined);

async function eraseKept(): Promise<void> {
  const workers = (navigator as { readonly serviceWorker?: ServiceWorkerContainer }).serviceWorker;
  const registrations = (await workers?.getRegistrations()) ?? [];
  await Promise.all(registrations.map((registration) => registration.unregister()));
  const { caches: kept } = globalThis as { readonly caches?: CacheStorage };
  if (kept === undefined) return;
  await Promise.all((await kept.keys()).map((name) => kept.delete(name)));
}
