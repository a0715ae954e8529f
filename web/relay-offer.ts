/** Whether the operator of this site pays for relays (TURN servers), through which a tab can hide its network address. */
import * as v from "valibot";
import { CONFIG_PATH, signalingConfigSchema } from "../shared/protocol/signaling.ts";

export async function offersRelays(): Promise<boolean> {
  try {
    const response = await fetch(new URL(CONFIG_PATH, location.origin));
    const parsed = v.safeParse(signalingConfigSchema, await response.json());
    if (!parsed.success) return false;
    return parsed.output.iceServers.flatMap(({ urls }) => urls).some((url) => /^turns?:/.test(url));
  } catch {
    return false; // the server is away: then no relay can be found either
  }
}
