/** What a look at a page would find wrong with its layout: words that are cut, lie on each other, or make one scroll sideways. */
import type { Frame, Page } from "playwright-core";

/** Rounding, and lines of letters that reach a little into the next one. CSS pixels. */
const SLACK_PX = 2;

/** @returns a line for each fault; none when all is well */
export const layoutFaults = (page: Page | Frame): Promise<readonly string[]> =>
  page.evaluate(findFaults, SLACK_PX);

/** Runs in the page, so it stands alone. */
function findFaults(slack: number): readonly string[] {
  const faults: string[] = [];
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) faults.push(`scrolls sideways: ${scrollWidth} of ${clientWidth} px`);

  /** Of every line of words that can be seen: where it is, and how much of it what is around it lets through. */
  const lines: { words: string; box: DOMRect; owner: Element }[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    const owner = text.parentElement;
    const words = text.textContent?.trim() ?? "";
    if (owner === null || words === "" || owner.closest("script, style, option, noscript, svg") !== null)
      continue;
    if (!owner.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    // Out of sight for those who see, and heard by others.
    if (owner.closest(".visually-hidden") !== null) continue;
    for (const box of range.getClientRects())
      if (box.width > slack && box.height > slack) lines.push({ words: words.slice(0, 60), box, owner });
  }

  const seen: typeof lines = [];
  for (const line of lines) {
    let isScrolledAway = false;
    let cut = "";
    for (let frame: Element | null = line.owner; frame !== null; frame = frame.parentElement) {
      const { overflowX, overflowY, textOverflow, display } = getComputedStyle(frame);
      if (display === "inline") continue;
      const inner = frame.getBoundingClientRect();
      const isGone =
        line.box.right <= inner.left ||
        line.box.left >= inner.right ||
        line.box.bottom <= inner.top ||
        line.box.top >= inner.bottom;
      const outX = line.box.left < inner.left - slack || line.box.right > inner.right + slack;
      const outY = line.box.top < inner.top - slack || line.box.bottom > inner.bottom + slack;
      const scrolls = (value: string) => value === "auto" || value === "scroll";
      if ((outX && scrolls(overflowX)) || (outY && scrolls(overflowY))) isScrolledAway = true;
      const hides = (value: string) => value === "hidden" || value === "clip";
      // Whole items that find no room are left out on purpose.
      if (isGone && (hides(overflowX) || hides(overflowY))) isScrolledAway = true;
      // Three dots say themselves that there is more.
      const isSaid = textOverflow === "ellipsis";
      if (!isSaid && ((outX && hides(overflowX)) || (outY && hides(overflowY))))
        cut = `is cut by .${frame.className || frame.localName}`;
      if (isSaid && outX) isScrolledAway = true;
    }
    if (isScrolledAway) continue;
    if (cut !== "") faults.push(`"${line.words}" ${cut}`);
    else seen.push(line);
  }

  /** What stays in place while the rest scrolls lies over it on purpose. The widget's main part does, but holds all that there is. */
  const floats = (element: Element): boolean => {
    for (
      let each: Element | null = element;
      each !== null && each.localName !== "main";
      each = each.parentElement
    )
      if (["sticky", "fixed"].includes(getComputedStyle(each).position)) return true;
    return false;
  };
  const still = seen.filter(({ owner }) => !floats(owner));
  for (const [index, one] of still.entries())
    for (const other of still.slice(index + 1)) {
      if (one.owner === other.owner) continue;
      const width = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const height = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
      // Letters fill about half the height of their line.
      const lineHeight = Math.min(one.box.height, other.box.height);
      if (width > slack && height > lineHeight / 2) faults.push(`"${one.words}" lies on "${other.words}"`);
    }
  return [...new Set(faults)];
}
