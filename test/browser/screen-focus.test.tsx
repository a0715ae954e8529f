/** Where the keyboard's focus is after going to another screen. */
import { useEffect, useRef } from "react";
import { createRoot, type Root } from "react-dom/client";
import { flushSync } from "react-dom";
import { afterEach, expect, test } from "vitest";
import { useScreen } from "../../web/screens/use-screen.ts";
import { draw } from "../support/draw.ts";

let root: Root | null = null;
let home: HTMLElement | null = null;
afterEach(() => {
  root?.unmount();
  home?.remove();
  history.replaceState(null, "", location.pathname + location.search);
});

/** Screens with a heading; the one of the swarm gives the focus to a round that it shows, as soon as it is there. */
function Screens() {
  const { screen, start } = useScreen();
  return (
    <main data-screen={screen}>
      <h2 ref={start} tabIndex={-1}>
        {screen}
      </h2>
      {screen === "swarm" && <Round />}
    </main>
  );
}

function Round() {
  const round = useRef<HTMLParagraphElement>(null);
  useEffect(() => round.current?.focus(), []);
  return (
    <p ref={round} tabIndex={-1}>
      A round
    </p>
  );
}

function open(): void {
  home = document.createElement("div");
  document.body.append(home);
  root = createRoot(home);
  flushSync(() => root?.render(<Screens />));
}

/** By a link, which has the focus as long as it is there. @returns what has the focus there */
async function goTo(name: string) {
  const link = document.createElement("a");
  link.href = `#/${name}`;
  home?.append(link);
  link.focus();
  link.click();
  await expect.poll(() => home?.querySelector("main")?.dataset["screen"]).toBe(name);
  await draw(3);
  return document.activeElement?.textContent;
}

test("is the heading of the screen", async () => {
  open();
  expect(await goTo("verify")).toBe("verify");
  expect(await goTo("receipts")).toBe("receipts");
});

test("is what the screen itself has given it to", async () => {
  open();
  expect(await goTo("swarm")).toBe("A round");
  expect(await goTo("verify")).toBe("verify");
});
