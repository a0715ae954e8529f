/** What a tab that rests leaves: a sentence, and nothing that runs. */
import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { TrainingPage } from "./training-page.ts";

/** The sentence is there, the engine has ended, and no connection is open. */
export async function waitForRest(trainer: TrainingPage, sentence: string): Promise<void> {
  await trainer.get("status").getByText(sentence).waitFor();
  await waitForQuiet(trainer.page);
}

/** Of the page's workers the participant's is left; the engine's and its threads' are gone, and all links are closed. */
export async function waitForQuiet(page: Page): Promise<void> {
  await expect.poll(() => page.workers().length).toBeLessThanOrEqual(1);
  await page.waitForFunction(() => {
    const { connections = [] } = globalThis as { connections?: readonly RTCPeerConnection[] };
    return connections.every(({ connectionState }) => connectionState === "closed");
  });
}

export const waitForSteps = async (trainer: TrainingPage): Promise<void> => {
  await trainer.waitForStatus("Training");
  await trainer.page.locator('[data-testid=pause][data-reason=""]').waitFor();
};
