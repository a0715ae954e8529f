/**
 * Whether the operator has a relay, through which a tab can hide its network address: what web/relay-offer.ts asks, without the schema library, which would
 * be as large as the frame. It only decides whether a box is shown; the run reads the configuration itself.
 */
const ANSWER_MS = 10_000;

export async function hasRelay(): Promise<boolean> {
  try {
    // CONFIG_PATH of shared/protocol/signaling.ts, which brings that library along.
    const response = await fetch("config.json", {
      credentials: "omit",
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    return /"turns?:/.test(await response.text());
  } catch {
    return false;
  }
}
