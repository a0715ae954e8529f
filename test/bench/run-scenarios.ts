/** The parts of a benchmark that opens the built page, one after the other, and one JSON object of what they found. */
import { type App, openApp } from "../support/app.ts";

type Measure = (app: App) => Promise<{ readonly isMet: boolean }>;

/**
 * Ends the process with 1 when a bar is not met.
 * @param only one of the names; undefined: all
 * @throws Error for any other name
 */
export async function runScenarios(
  measures: Readonly<Record<string, Measure>>,
  only: string | undefined,
): Promise<void> {
  const chosen = Object.entries(measures).filter(([name]) => only === undefined || name === only);
  if (chosen.length === 0)
    throw new Error(`--only is ${only}, but must be one of ${Object.keys(measures).join(", ")}.`);
  const app = await openApp();
  try {
    const results: { readonly isMet: boolean }[] = [];
    for (const [, measure] of chosen) results.push(await measure(app));
    const isMet = results.every((result) => result.isMet);
    console.log(JSON.stringify({ results, isMet }));
    if (!isMet) process.exitCode = 1;
  } finally {
    await app.close();
  }
}
