/** Peers that lie: each runs the real participant and gets one thing wrong on purpose. */
import type { Makings } from "../../shared/simulation/swarm-simulation.ts";
import { createRandom } from "../../shared/core/random.ts";
import { hashOf } from "../../shared/core/hash.ts";
import type { Hash } from "../../shared/core/ids.ts";
import type { Head } from "../../shared/ledger/records/commit.ts";
import { commitBytes, contributionBytes, parseCommit, sealRecord } from "../../shared/ledger/record.ts";
import { openRecord, type RecordContent } from "../../shared/ledger/record-content.ts";
import type { SignedRecord } from "../../shared/ledger/signed-record.ts";
import type { RoundResult, RoundTrainer } from "../../shared/ports/round-trainer.ts";
import { encodeBlobPart } from "../../shared/protocol/blob.ts";
import type { Frame } from "../../shared/protocol/frame.ts";
import type { Message } from "../../shared/protocol/message.ts";
import { type Rewrite, TamperedTransport } from "./tampered-transport.ts";

/** What a liar does to the result of its training. */
const TWISTS: Readonly<Record<string, (result: RoundResult, before: RoundResult | null) => RoundResult>> = {
  "sign flip": (result) => withDelta(result, (value) => -10 * value),
  "inner product": (result) => withDelta(result, (value) => -0.5 * value),
  "a little": (result) => withDelta(result, (value) => value - 1.5 * deviationOf(result.delta)),
  random: (result) => {
    const delta = new Float32Array(result.delta.length);
    createRandom(`random ${result.loss}`).fillNormal(delta, deviationOf(result.delta));
    return { ...result, delta };
  },
  stale: (result, before) => ({ ...result, delta: before?.delta ?? result.delta }),
  "inflated tokens": (result) => ({ ...result, tokens: 1_000_000 * result.tokens }),
};

/** What a liar says in place of what its participant says. */
const REWRITES: Readonly<Record<string, (makings: Makings) => Rewrite>> = {
  /** Two contributions for one base, to different neighbours. */
  equivocation: (makings) => async (frame, index) => {
    if (index % 2 === 0 || !isMessage(frame, "contribution")) return "unchanged";
    const content = contentOf(frame.message.record);
    if (content.device !== makings.ports.signer.device) return "unchanged";
    const body = { ...content.body, lossMicros: content.body.lossMicros + 1 };
    return [{ kind: "contribution", record: await resign(makings, { ...content, body }) }];
  },
  "wrong state": (makings) => async (frame) => {
    if (!isMessage(frame, "proposal")) return "unchanged";
    const parsed = parseCommit(frame.message.commit, makings.ports.verifier);
    if (!parsed.ok || parsed.signers[0] !== makings.ports.signer.device) return "unchanged";
    const bytes = commitBytes({ ...parsed.body, state: hashOf(Uint8Array.of(parsed.body.round)) });
    return [{ ...frame.message, commit: await sealRecord(bytes, makings.ports.signer) }];
  },
  "no votes": () => async (frame) =>
    isMessage(frame, "vote") || isMessage(frame, "proposal") ? [] : "unchanged",
  "no updates": () => async (frame) => (frame.kind === "blob" ? [] : "unchanged"),
  "corrupt blobs": () => async (frame) => {
    if (frame.kind !== "blob") return "unchanged";
    const { hash, offset, totalBytes, data } = frame.part;
    return [
      encodeBlobPart(
        hash,
        offset,
        totalBytes,
        data.map((byte) => byte ^ 1),
      ),
    ];
  },
  "other version": () => async (frame) =>
    isMessage(frame, "hello") ? [{ ...frame.message, version: 9, oldest: 9 }] : "unchanged",
  "false age": () => async (frame) =>
    isMessage(frame, "status") ? [{ ...frame.message, roundAgeMs: 600_000_000 }] : "unchanged",
  "false head": () => async (frame) => {
    if (!isMessage(frame, "status")) return "unchanged";
    const { head } = frame.message;
    const tokens = 2 * head.tokens + 1_000_000;
    return [{ ...frame.message, head: { ...head, tokens, hash: hashOf(Uint8Array.of(head.round)) } }];
  },
};

const OTHER_LIES = ["copycat", "broken update", "solo certificate", "spam"] as const;

export const LIES: readonly string[] = [...Object.keys(TWISTS), ...Object.keys(REWRITES), ...OTHER_LIES];
export type Lie = string;

/** Makes a liar of a peer. */
export function disguiseAs(lie: Lie, makings: Makings): Makings {
  const { ports, rules } = makings;
  const twist = TWISTS[lie];
  if (twist && ports.trainer) return { rules, ports: { ...ports, trainer: twisted(ports.trainer, twist) } };
  const rewrite = REWRITES[lie];
  if (rewrite) return withTransport(makings, new TamperedTransport(ports.transport, rewrite(makings)));
  switch (lie) {
    case "copycat":
      return withTransport(makings, copycat(makings));
    case "broken update": {
      const encode = (): Uint8Array => new Uint8Array(rules.codec.maxBytes(rules.layout)).fill(0xff);
      return { ports, rules: { ...rules, codec: { ...rules.codec, encode } } };
    }
    case "solo certificate":
      return withTransport(makings, soloist(makings));
    default:
      return withTransport(makings, spammer(makings));
  }
}

function withTransport({ rules, ports }: Makings, transport: TamperedTransport): Makings {
  return { rules, ports: { ...ports, transport } };
}

const UNCHANGED: Rewrite = async () => "unchanged";

/** Names the update of somebody else as its own, as soon as it hears of one. */
function copycat(makings: Makings): TamperedTransport {
  const heard = new Map<Hash, { update: Hash; updateBytes: number }>();
  const rewrite: Rewrite = async (frame) => {
    if (!isMessage(frame, "contribution")) return "unchanged";
    const content = contentOf(frame.message.record);
    const copied = heard.get(content.body.base);
    if (copied === undefined || content.device !== makings.ports.signer.device) return "unchanged";
    const body = { ...content.body, ...copied };
    return [{ kind: "contribution", record: await resign(makings, { ...content, body }) }];
  };
  return new TamperedTransport(makings.ports.transport, rewrite, (message) => {
    if (message.kind !== "contribution") return;
    const { base, update, updateBytes } = contentOf(message.record).body;
    heard.set(base, { update, updateBytes });
  });
}

const SHOUT_EVERY_MS = 700;

/** Certifies, with nobody but itself, a next head for every head it hears of. */
function soloist(makings: Makings): TamperedTransport {
  const { clock, signer, transport } = makings.ports;
  let latest: Head | null = null;
  const tampered = new TamperedTransport(transport, UNCHANGED, (message) => {
    if (message.kind === "status" && message.head.tokens >= (latest?.tokens ?? 0)) latest = message.head;
  });
  const shout = (): void => {
    if (latest !== null) void certify(latest);
    clock.setTimer(SHOUT_EVERY_MS, shout);
  };
  const certify = async ({ hash, round, tokens, progress }: Head): Promise<void> => {
    const nothing = hashOf(Uint8Array.of(round));
    const weight = makings.rules.maxSteps * makings.rules.tokensPerStep;
    const bytes = commitBytes({
      project: makings.rules.project,
      round: round + 1,
      base: hash,
      contributions: [{ device: signer.device, record: nothing, weight }],
      state: nothing,
      tokens: tokens + weight,
      progress: progress + 1,
      at: 0,
    });
    tampered.shout({ kind: "certificate", commit: await sealRecord(bytes, signer) });
  };
  clock.setTimer(SHOUT_EVERY_MS, shout);
  return tampered;
}

const SPAM_EVERY_MS = 20;

/** Messages that mean nothing, fast. */
function spammer({ ports: { clock, transport } }: Makings): TamperedTransport {
  const tampered = new TamperedTransport(transport, UNCHANGED);
  let count = 0;
  const shout = (): void => {
    const hash = hashOf(Uint32Array.of(count++));
    const said: readonly (Message | Uint8Array)[] = [
      { kind: "vote", base: hash, commit: hash, device: hash, signature: new Uint8Array(64) },
      { kind: "want", what: "blob", hash },
      { kind: "missing", hash },
      new Uint8Array(100),
    ];
    tampered.shout(said[count % said.length]!);
    clock.setTimer(SPAM_EVERY_MS, shout);
  };
  clock.setTimer(SPAM_EVERY_MS, shout);
  return tampered;
}

function twisted(
  trainer: RoundTrainer,
  twist: (result: RoundResult, before: RoundResult | null) => RoundResult,
): RoundTrainer {
  let before: RoundResult | null = null;
  return {
    start(job, onStep) {
      const running = trainer.start(job, onStep);
      const result = running.result.then((honest) => {
        if (honest === null) return null;
        const lied = twist(honest, before);
        before = honest;
        return lied;
      });
      return { stop: () => running.stop(), cancel: () => running.cancel(), result };
    },
  };
}

function withDelta(result: RoundResult, change: (value: number) => number): RoundResult {
  return { ...result, delta: result.delta.map(change) };
}

function deviationOf(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}

function isMessage<Kind extends Message["kind"]>(
  frame: Frame,
  kind: Kind,
): frame is { readonly kind: "message"; readonly message: Extract<Message, { kind: Kind }> } {
  return frame.kind === "message" && frame.message.kind === kind;
}

type ContributionContent = Extract<RecordContent, { type: "contribution" }>;

function contentOf(record: SignedRecord): ContributionContent {
  const opened = openRecord(record.bytes);
  if (!opened.ok || opened.content.type !== "contribution")
    throw new Error("an honest peer sent no contribution");
  return opened.content;
}

function resign(makings: Makings, content: ContributionContent): Promise<SignedRecord> {
  const { device, seq, prev, body } = content;
  return sealRecord(contributionBytes(device, seq, prev, body), makings.ports.signer);
}
