import { expect, test } from "vitest";
import { hashOf } from "../../../shared/core/hash.ts";
import { visitProject } from "../../../worker/swarm/fetch-visit.ts";
import { TOY_RULES, toySwarm } from "../../simulation/toy-swarm.ts";

const SHARD_BYTES = 262_144;

// A shard takes five seconds on this line, and who says nothing for four is gone: the visitor used to be cut off in the middle of every shard.
test("a visitor on a slow line stays linked while a shard is on its way", async () => {
  const swarm = toySwarm("visit", { roundMs: 20_000 });
  const donor = swarm.addPeer("donor", { stepMs: 300 });
  const shards = [1, 2, 3].map((value) => new Uint8Array(SHARD_BYTES).fill(value));
  for (const shard of shards) donor.participant.blobs.provide(hashOf(shard), () => shard);
  await swarm.run(5_000);

  const node = swarm.network.createNode("ee".repeat(16), { downlinkBytesPerSecond: 50_000 });
  const signer = swarm.signatures.createSigner("visitor");
  const { transport, clock } = node;
  const ports = { transport, clock, signer, verifier: swarm.signatures, seed: "visit" };
  const visit = visitProject(TOY_RULES.project, ports);
  const { signal } = new AbortController();
  const fetched: (Uint8Array | null)[] = [];
  for (const shard of shards)
    void visit.fetchBlob(hashOf(shard), SHARD_BYTES, signal).then((bytes) => fetched.push(bytes));
  const stages = new Set<string>();
  await swarm.run(30_000, () => {
    const seen = donor.participant.links.linkStates().find(({ device }) => device === signer.device);
    if (seen) stages.add(seen.stage);
  });
  expect(fetched).toEqual(shards);
  expect([...stages]).toEqual(["authenticated"]);
  visit.leave();
});
