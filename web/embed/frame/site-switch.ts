/** Whether the operator of Tabloom's server lets people donate from this page. Asked at the click, so that a switch works at once. */

export type SiteSwitch =
  | { readonly kind: "on" }
  | { readonly kind: "off"; readonly reason: string }
  /** No answer, or none that can be understood: then nothing starts. */
  | { readonly kind: "unknown" };

const ANSWER_MS = 10_000;
export const REASON_CHARACTERS = 200;

export async function askSiteSwitch(site: string): Promise<SiteSwitch> {
  try {
    const response = await fetch(`embed.json?site=${encodeURIComponent(site)}`, {
      cache: "no-store",
      credentials: "omit",
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    return response.ok ? parseSiteSwitch(await response.json()) : { kind: "unknown" };
  } catch {
    return { kind: "unknown" };
  }
}

export function parseSiteSwitch(answer: unknown): SiteSwitch {
  const { v, off } = Object(answer) as { readonly v?: unknown; readonly off?: unknown };
  if (v !== 1) return { kind: "unknown" };
  if (off === null) return { kind: "on" };
  return typeof off === "string"
    ? { kind: "off", reason: off.slice(0, REASON_CHARACTERS) }
    : { kind: "unknown" };
}
