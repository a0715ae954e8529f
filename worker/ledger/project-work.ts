/** What everybody gave to a project, by the commits on which credit counts. */
import type { Hash, PeerId } from "../../shared/core/ids.ts";
import type { Ledger } from "../../shared/ledger/ledger.ts";
import type { ProjectWork } from "../ledger-api.ts";
import type { Self } from "./self.ts";

/** @returns null of a project without such commits, or one that is not known here */
export function projectWork({ accounts }: Ledger, project: Hash, self: Self): ProjectWork | null {
  const chain = accounts.chainOf(project);
  const [first, last] = [chain[0], chain.at(-1)];
  if (first === undefined || last === undefined) return null;
  const devices = new Set<PeerId>();
  let [contributions, tokens, ownTokens] = [0, 0, 0];
  for (const { content } of chain) {
    for (const { device, weight } of content.body.contributions) {
      if (weight === 0) continue; // refused in its round
      contributions++;
      devices.add(device);
      tokens += weight;
      if (device === self.device || accounts.rootOf(device) === self.root) ownTokens += weight;
    }
  }
  if (tokens === 0) return null;
  return { contributions, devices: devices.size, from: first.at, to: last.at, ownShare: ownTokens / tokens };
}
