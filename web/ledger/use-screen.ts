/** The screen that the address names. Whoever goes to another one finds the keyboard's focus at its heading. */
import { type RefCallback, useCallback, useEffect, useRef, useState } from "react";
import { hrefOfScreen, parseScreen, type ScreenAddress } from "./screen-address.ts";

export interface ScreenState extends ScreenAddress {
  /** Where the focus goes: what it is given to needs `tabIndex={-1}`. */
  readonly start: RefCallback<HTMLElement>;
}

export function useScreen(): ScreenState {
  const [address, setAddress] = useState(readAddress);
  const target = useRef<HTMLElement>(null);
  const start = useCallback((element: HTMLElement | null) => {
    target.current = element;
  }, []);
  const shown = useRef(address.screen);
  useEffect(() => {
    const abort = new AbortController();
    const read = () => setAddress(readAddress());
    for (const name of ["hashchange", "popstate"]) window.addEventListener(name, read, abort);
    return () => abort.abort();
  }, []);
  useEffect(() => {
    if (address.restoreText !== null) forgetFragment();
    if (shown.current !== address.screen) target.current?.focus();
    shown.current = address.screen;
  }, [address]);
  return { ...address, start };
}

const readAddress = () => parseScreen(location.hash);

/** The history would keep the words of a restore link for whoever comes next. */
function forgetFragment(): void {
  history.replaceState(history.state, "", `${location.pathname}${location.search}${hrefOfScreen("you")}`);
}
