import { describe, expect, test, vi } from "vitest";
import { must } from "../../../shared/core/assert.ts";
import { DeviceLostError, NonFiniteError } from "../../../shared/core/errors.ts";
import type { Hash } from "../../../shared/core/ids.ts";
import { tell } from "../../../shared/problems/problem.ts";
import { KeyedSignatures } from "../../../shared/simulation/keyed-signatures.ts";
import { MemoryNetwork } from "../../../shared/simulation/memory-network.ts";
import { VirtualClock } from "../../../shared/simulation/virtual-clock.ts";
import type { ProjectSource, TrainerEvent, TrainingRequest } from "../../../worker/api.ts";
import { Trainer } from "../../../worker/trainer.ts";
import { FakeDevices } from "../../support/fake-engine.ts";
import { memoryProfile } from "../../support/memory-profile.ts";
import { MemoryHeads } from "../../support/memory-heads.ts";

const ROWS = Array.from(
  { length: 100 },
  (_, row) => `${row},${(row * row) % 17},${row % 2 ? "odd" : "even"}`,
);
const TABLE = new File([`number,square,kind\n${ROWS.join("\n")}\n`], "numbers.csv");
const FILES: ProjectSource = { kind: "files", files: [TABLE] };
const linkTo = (link: string): ProjectSource => ({ kind: "project", link });
/** A step takes this long, because every rest does. */
const STEP_MS = 50;

const request = (source: ProjectSource): TrainingRequest => ({
  source,
  intensity: "full",
  backend: "auto",
  isRelayOnly: false,
});

/** A world in which any number of tabs can train. */
class World {
  readonly clock = new VirtualClock();
  readonly network = new MemoryNetwork(this.clock, { seed: "trainer" });
  readonly signatures = new KeyedSignatures("trainer");
  #tabCount = 0;

  openTab({ heads = new MemoryHeads() } = {}) {
    const name = `tab ${this.#tabCount++}`;
    const devices = new FakeDevices();
    const events: TrainerEvent[] = [];
    const cache = new Map<Hash, Uint8Array>();
    let sessionCount = 0;
    const kept = memoryProfile(() => this.signatures.createSigner(`${name}/${sessionCount}`));
    const profile = { ...kept, takePen: vi.fn(kept.takePen), standAlone: vi.fn(kept.standAlone) };
    const trainer = new Trainer({
      heads,
      cache: {
        get: async (hash) => cache.get(hash) ?? null,
        put: async (hash, bytes) => void cache.set(hash, bytes),
      },
      surveyBackends: async () => ({
        candidates: [
          { name: "webgpu", engine: { kind: "webgpu" } },
          { name: "wasm", engine: { kind: "wasm", threadCount: 1 } },
        ],
        refusals: [],
      }),
      openEngine: devices.open,
      openTransport: async () => {
        const session = `${this.#tabCount}${sessionCount++}${name.length}`.padEnd(31, "0");
        return this.network.createNode(`${name.at(-1)}${session}`).transport;
      },
      fetchUrl: () => Promise.reject(new Error("no network")),
      profile,
      material: { addRound: async () => "kept" as const, setBase: async () => undefined },
      learn: async () => undefined,
      onParticipant: () => undefined,
      verifier: this.signatures,
      clock: this.clock,
      wallClockMs: () => 1_800_000_000_000 + this.clock.nowMs(),
      sleep: (delayMs, signal) =>
        new Promise((resolve) => {
          this.clock.setTimer(Math.max(delayMs, STEP_MS), resolve);
          signal.addEventListener("abort", () => resolve());
        }),
    });
    void trainer.listen((event) => events.push(event));
    const all = <Kind extends TrainerEvent["kind"]>(kind: Kind) =>
      events.filter((event): event is Extract<TrainerEvent, { kind: Kind }> => event.kind === kind);
    return { trainer, devices, heads, events, all, profile };
  }

  /** Lets virtual time pass until `isTrue`. */
  async until(isTrue: () => boolean, limitMs = 300_000): Promise<void> {
    const endMs = this.clock.nowMs() + limitMs;
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (isTrue()) return;
      if (!this.clock.runNext() || this.clock.nowMs() > endMs) throw new Error("it never came true");
    }
  }

  async finish(run: Promise<void>): Promise<void> {
    let isOver = false;
    void run.then(() => (isOver = true));
    await this.until(() => isOver);
  }
}

type Tab = ReturnType<World["openTab"]>;

/** Trains until this many heads were saved, then stops. */
async function trainFor(world: World, tab: Tab, source: ProjectSource, headCount: number): Promise<void> {
  const run = tab.trainer.start(request(source));
  await world.until(() => tab.all("saved").length >= headCount);
  await Promise.all([tab.trainer.stop(), world.finish(run)]);
}

const statesOf = ({ all }: Tab) => all("state").map(({ state }) => state);

describe("a frame on somebody's page", () => {
  test("names the site in every contribution of its own, and stands alone before it takes up the pen", async () => {
    const world = new World();
    const tab = world.openTab();
    const run = tab.trainer.start({ ...request(FILES), site: "https://herons.example" });
    await world.until(() => tab.all("saved").length >= 2);
    await Promise.all([tab.trainer.stop(), world.finish(run)]);
    const { book } = await tab.profile.ledger();
    const sites = [...book.records()].flatMap(({ content }) =>
      content?.type === "contribution" ? [content.body.site] : [],
    );
    expect(sites.length).toBeGreaterThanOrEqual(2);
    expect(new Set(sites)).toEqual(new Set(["https://herons.example"]));
    expect(tab.profile.standAlone).toHaveBeenCalledBefore(tab.profile.takePen);
  });

  test("does not begin with a site that is none", async () => {
    const world = new World();
    const tab = world.openTab();
    await world.finish(tab.trainer.start({ ...request(FILES), site: "https://herons.example/page" }));
    expect(statesOf(tab)).toEqual(["preparing", "failed"]);
    expect(tab.profile.takePen).not.toHaveBeenCalled();
  });
});

describe("a tab alone", () => {
  test("makes a project of a file, trains it, and says what happens from the first word to the last", async () => {
    const world = new World();
    const tab = world.openTab();
    await trainFor(world, tab, FILES, 3);
    expect(statesOf(tab)).toEqual(["preparing", "training", "stopping", "idle"]);
    const { run, project } = must(tab.all("described")[0], "not described");
    expect(run).toMatchObject({ dataName: "numbers.csv", modelName: "mlp", unit: "rows" });
    expect(project.link).toMatch(/^[0-9a-f]{64}$/);
    expect(project.owner).toMatch(/^[0-9a-f]{64}$/);
    const [first] = tab.all("progress"); // the mean of 1, 1/2 and 1/3, which the fake engine says
    expect(first?.step).toBe(3);
    expect(first?.loss).toBeCloseTo(11 / 18);
    expect(tab.all("sample")[0]?.sample.kind).toBe("answers");
    const { swarm } = must(tab.all("swarm").at(-1), "never shown");
    expect(swarm.peers).toEqual([]);
    expect(tab.all("saved").map(({ head }) => head)).toContain(swarm.head.hash);
    expect(tab.devices.living.size).toBe(0);
  });

  test("goes on from its saved head in the next session, as another device", async () => {
    const world = new World();
    const first = world.openTab();
    await trainFor(world, first, FILES, 2);
    const saved = must(await first.trainer.savedRun(), "nothing saved");
    expect(saved).toMatchObject({ round: 2, run: { dataName: "numbers.csv" } });

    await trainFor(world, first, linkTo(saved.link), 4);
    const resumed = first.all("swarm").map(({ swarm }) => swarm.head.round);
    expect(Math.min(...resumed.slice(resumed.indexOf(2)))).toBe(2);
    expect((await first.trainer.savedRun())?.round).toBe(4);
    expect(new Set(first.all("swarm").map(({ swarm }) => swarm.device)).size).toBe(2);
  });

  test("passes over a damaged head, says so, and begins anew", async () => {
    const world = new World();
    const tab = world.openTab();
    await trainFor(world, tab, FILES, 2);
    const saved = must(await tab.heads.newest(), "nothing saved");
    must(tab.heads.saved.get(saved.project), "kept").state.parameters[0]! += 1;

    await trainFor(world, tab, linkTo(saved.project), 3);
    expect(tab.all("problem")[0]?.problem).toEqual(tell("run.damaged-head", { round: 2 }));
    expect((await tab.heads.newest())?.round).toBe(1);
  });

  test("says that the model cannot be saved, and that this is over when it can be again", async () => {
    const world = new World();
    const heads = new MemoryHeads();
    heads.failures.push(new DOMException("full", "QuotaExceededError"));
    const tab = world.openTab({ heads });
    await trainFor(world, tab, FILES, 1);
    const { problem, until } = must(tab.all("problem")[0], "not told");
    expect([problem, until]).toEqual([tell("run.no-room"), "saved"]);
    expect(tab.all("problem")).toHaveLength(1);
    const kinds = tab.events.map(({ kind }) => kind);
    expect(kinds.indexOf("saved")).toBeGreaterThan(kinds.indexOf("problem"));
  });

  test("moves to the next backend when the device is lost in mid-round", async () => {
    const world = new World();
    const tab = world.openTab();
    tab.devices.onStep = (device, step) => {
      if (device === "webgpu" && step === 5) tab.devices.failures.set("webgpu", new DeviceLostError("gone"));
    };
    await trainFor(world, tab, FILES, 2);
    expect(tab.devices.opened).toEqual(["webgpu", "wasm ×1"]);
    expect(tab.all("backend").at(-1)?.refusals).toEqual([
      { backend: "webgpu", reason: { kind: "failed", error: "gone" } },
    ]);
    expect(tab.all("problem")).toEqual([]);
  });

  test("ends with a sentence when training goes out of bounds", async () => {
    const world = new World();
    const tab = world.openTab();
    tab.devices.onStep = () => {
      throw new NonFiniteError("the training loss is NaN");
    };
    await world.finish(tab.trainer.start(request(FILES)));
    expect(statesOf(tab)).toEqual(["preparing", "training", "failed"]);
    const told = must(tab.all("problem")[0], "no sentence");
    expect(told.problem.code).toBe("run.not-finite");
    expect(told.problem.detail).toContain("the training loss is NaN");
    expect(told.until).toBeNull();
    expect(tab.devices.living.size).toBe(0);
  });
});

describe("an engine that is not there yet", () => {
  test("keeps the tab out of the swarm, and Stop does not wait for it", async () => {
    const world = new World();
    const tab = world.openTab();
    let finishLoading = () => {};
    tab.devices.loaded = new Promise((resolve) => (finishLoading = resolve));
    const run = tab.trainer.start(request(FILES));
    await world.until(() => tab.all("described").length === 1);
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(statesOf(tab)).toEqual(["preparing"]);
    expect(tab.all("swarm")).toEqual([]);
    await Promise.all([tab.trainer.stop(), world.finish(run)]);
    expect(statesOf(tab)).toEqual(["preparing", "stopping", "idle"]);
    finishLoading();
    await world.until(() => tab.devices.opened.length === 1);
    await world.until(() => tab.devices.living.size === 0);
  });

  test("and cannot be had ends with a sentence before anybody is joined", async () => {
    const world = new World();
    const tab = world.openTab();
    for (const device of ["webgpu", "wasm ×1"] as const)
      tab.devices.failures.set(device, new Error("not loaded"));
    await world.finish(tab.trainer.start(request(FILES)));
    expect(statesOf(tab)).toEqual(["preparing", "failed"]);
    const { code, detail } = must(tab.all("problem")[0], "no sentence").problem;
    expect(code).toBe("run.no-backend");
    expect(detail).toContain("not loaded");
    expect(tab.all("swarm")).toEqual([]);
  });
});

describe("two tabs", () => {
  test("train one project from its link: the second gets manifest, data and head from the first", async () => {
    const world = new World();
    const [owner, guest] = [world.openTab(), world.openTab()];
    const owned = owner.trainer.start(request(FILES));
    await world.until(() => owner.all("saved").length >= 1);
    const { link } = must(owner.all("described")[0], "not described").project;
    const joined = guest.trainer.start(request(linkTo(link)));
    const isTogether = () => guest.all("swarm").at(-1)?.swarm.lastRound?.contributions.length === 2;
    await world.until(isTogether);
    expect(guest.all("fetching").at(-1)).toMatchObject({ receivedBytes: TABLE.size, totalBytes: TABLE.size });
    const round = must(guest.all("swarm").at(-1)?.swarm.lastRound, "together").hash;
    await world.until(() => owner.all("saved").some(({ head }) => head === round));
    await Promise.all([
      owner.trainer.stop(),
      guest.trainer.stop(),
      world.finish(owned),
      world.finish(joined),
    ]);
    expect(statesOf(guest)).toEqual(["preparing", "training", "stopping", "idle"]);
  });
});

describe("a link", () => {
  test("that is none ends with a sentence", async () => {
    const world = new World();
    const tab = world.openTab();
    await world.finish(tab.trainer.start(request(linkTo("nonsense"))));
    expect(statesOf(tab)).toEqual(["preparing", "failed"]);
    expect(tab.all("problem")[0]?.problem).toEqual(tell("data.no-project", { link: "nonsense" }));
  });

  test("that nobody knows can be given up", async () => {
    const world = new World();
    const tab = world.openTab();
    const run = tab.trainer.start(request(linkTo("ab".repeat(32))));
    await world.until(() => world.clock.nowMs() > 5_000);
    await Promise.all([tab.trainer.stop(), world.finish(run)]);
    expect(statesOf(tab)).toEqual(["preparing", "stopping", "idle"]);
    expect(tab.all("problem")).toEqual([]);
  });
});
