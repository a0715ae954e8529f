import { useSyncExternalStore } from "react";
import { type Catalog, currentCatalog, subscribeToCatalog } from "./catalog.ts";

/** Draws a component, and all in it, again when the language changes. One call at the top is enough. */
export const useLanguage = (): Catalog => useSyncExternalStore(subscribeToCatalog, currentCatalog);
