/**
 * The screen that the address names. Whoever goes to another one finds the keyboard's focus at its heading, unless the screen itself has given it to what
 * the address leads to.
 */
import { type RefCallback, useCallback, useDeferredValue, useEffect, useRef, useState } from "react";
import { useHashLocation } from "wouter/use-hash-location";
import { hrefOfScreen, parseScreen, type ScreenAddress } from "./screen-address.ts";

export interface ScreenState extends ScreenAddress {
  /** Where the focus goes: what it is given to needs `tabIndex={-1}`. */
  readonly start: RefCallback<HTMLElement>;
}

export function useScreen(): ScreenState {
  const [address] = useHashLocation();
  const path = useDeferredValue(address); // a whole screen is drawn in slices, between which the page answers
  const { screen, restoreText: opened } = parseScreen(path);
  const restoreText = useRestoreText(screen === "you", opened);
  const target = useRef<HTMLElement>(null);
  const start = useCallback((element: HTMLElement | null) => {
    target.current = element;
  }, []);
  /** What had the focus on the screen that is left. */
  const focusedBefore = useRef<Element>(null);
  useEffect(() => {
    const remember = () => (focusedBefore.current = document.activeElement);
    addEventListener("hashchange", remember);
    return () => removeEventListener("hashchange", remember);
  }, []);
  const shown = useRef(screen);
  useEffect(() => {
    if (shown.current === screen) return undefined;
    // In the frame that lays it out anyway: at once, it would be laid out in the task that has just put it in.
    const frame = requestAnimationFrame(() => {
      shown.current = screen;
      const { activeElement, body } = document;
      if (activeElement !== focusedBefore.current && activeElement !== body) return;
      scrollTo(0, 0); // the way to the other screens is above what gets the focus
      target.current?.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
  }, [screen]);
  return { screen, restoreText, start };
}

/** What a restore link said, for as long as the screen stays that it leads to. @param opened what the address says now */
function useRestoreText(isShown: boolean, opened: string | null): string | null {
  const [kept, setKept] = useState(opened);
  if (!isShown && kept !== null) setKept(null);
  if (opened !== null && opened !== kept) setKept(opened);
  useEffect(() => {
    if (opened !== null) forgetFragment();
  }, [opened]);
  return opened ?? (isShown ? kept : null);
}

/** The history would keep the words of a restore link for whoever comes next. */
function forgetFragment(): void {
  history.replaceState(history.state, "", `${location.pathname}${location.search}${hrefOfScreen("you")}`);
}
