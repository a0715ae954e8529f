import type { Hash } from "../../shared/core/ids.ts";
import type { SwarmEvent } from "../../shared/swarm/swarm-event.ts";
import type { MaterialStore } from "../storage/material-store.ts";

/** Keeps what a bundle needs of a round besides its records. */
export async function keepMaterial(
  store: Pick<MaterialStore, "addRound" | "setBase">,
  project: Hash,
  { base, next, material: { updates } }: SwarmEvent & { readonly kind: "reproduced" },
): Promise<void> {
  const { round, hash: commit } = next.head;
  if (base.head.round === 0) await store.setBase(project, { round: 0, commit: base.head.hash, state: null });
  const kept = await store.addRound(project, { round, commit, base: base.head.hash, updates });
  if (kept === "base-wanted") await store.setBase(project, { round, commit, state: next.state });
}
