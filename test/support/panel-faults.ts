/** What is wrong with a panel of the widget: what axe-core finds or cannot decide, and what is larger than the frame. */
import type Axe from "axe-core";
import type { Frame } from "playwright-core";
import { ALL_RULES } from "./axe-violations.ts";
import { layoutFaults } from "./layout-faults.ts";

const COLORS = ["light", "dark", "forced"] as const;

/** @param frame with axe-core in it @param state for the lines @returns a line for each fault, in any colours */
export async function panelFaults(frame: Frame, state: string): Promise<readonly string[]> {
  const faults = [...(await frame.evaluate(findOverflow)), ...(await layoutFaults(frame))];
  for (const colors of COLORS) {
    await frame.page().emulateMedia({
      colorScheme: colors === "dark" ? "dark" : "light",
      forcedColors: colors === "forced" ? "active" : "none",
    });
    const found = await frame.evaluate(async (runOnly) => {
      const { axe } = globalThis as unknown as { readonly axe: typeof Axe };
      const { violations, incomplete } = await axe.run({ runOnly });
      return [...violations, ...incomplete].map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`,
      );
    }, ALL_RULES);
    faults.push(...found.map((fault) => `${colors}: ${fault}`));
  }
  return faults.map((fault) => `${state}: ${fault}`);
}

/** Runs in the frame. What scrolls there is not seen. */
function findOverflow(): readonly string[] {
  const main = document.querySelector("main")!;
  return [main, ...main.querySelectorAll("section, button, label")].flatMap((part) => {
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = part;
    if (scrollWidth <= clientWidth && scrollHeight <= clientHeight) return [];
    return `<${part.localName}> holds ${scrollWidth} × ${scrollHeight} in ${clientWidth} × ${clientHeight} px`;
  });
}
