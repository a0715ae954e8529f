/** Brings the page to one of the ledger's screens, and does there what the script says. */
import { hrefOfScreen } from "../../../web/screens/screen-address.ts";
import type { LedgerState } from "./ledger-states.ts";

/** The address as it is when the page opens. */
export function openLedgerState({ screen, search = "", fragment = hrefOfScreen(screen) }: LedgerState): void {
  history.replaceState(null, "", `${location.pathname}${location.search}${search}${fragment}`);
}

/** @returns fulfilled when everything is chosen and pressed */
export async function playLedgerState({
  file,
  chosen,
  chosenNext,
  selected,
  press = [],
}: LedgerState): Promise<void> {
  if (file) await chooseFile("bundle-input", file);
  if (chosen) await chooseFile(chosen.input, chosen.file);
  if (chosenNext) await chooseFile(chosenNext.input, chosenNext.file);
  if (selected) {
    const select = (await elementOf(selected.select)) as HTMLSelectElement;
    select.value = selected.value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }
  for (const testId of press) (await elementOf(testId)).click();
}

async function chooseFile(testId: string, file: File): Promise<void> {
  const input = (await elementOf(testId)) as HTMLInputElement;
  const chosen = new DataTransfer();
  chosen.items.add(file);
  input.files = chosen.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

/** The first one, as soon as React has drawn it and it can be used. */
function elementOf(testId: string): Promise<HTMLElement> {
  const find = () =>
    document.querySelector<HTMLElement>(`[data-testid="${testId}"]:not([aria-disabled="true"])`);
  return new Promise((resolve) => {
    const found = find();
    if (found) return resolve(found);
    const observer = new MutationObserver(() => {
      const drawn = find();
      if (drawn === null) return;
      observer.disconnect();
      resolve(drawn);
    });
    observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ["aria-disabled"] });
    return undefined;
  });
}
