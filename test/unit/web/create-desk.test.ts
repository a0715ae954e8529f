/** A project that is to be, from its files to its link, with a worker that does as it is told. */
import { describe, expect, test } from "vitest";
import { messages } from "../../../web/messages/en.json?all";
import { showCatalog } from "../../../web/messages/catalog.ts";
import { createPauseKeeper } from "../../../web/pause/pause-keeper.ts";
import { CreateDesk } from "../../../web/projects/create-desk.ts";
import { missingOf, titleOf } from "../../../web/projects/create-view.ts";
import { createRunController } from "../../../web/run/run-controller.ts";
import type { TrialLink } from "../../../web/projects/create-trial-link.ts";
import type { TrialStep } from "../../../worker/trial-api.ts";
import { LEARNS, scriptTrial, step, TEXT_LOOK } from "../../support/scripted-projects.ts";
import { scriptPause } from "../../support/scripted-pause.ts";
import { createScriptedTrainer } from "../../support/scripted-trainer.ts";
import { PROJECT } from "../../support/swarm-views.ts";
import { tell } from "../../../shared/problems/problem.ts";

showCatalog({ locale: "en", messages });

const FILE = new File(["Once upon a time."], "old_tales.txt");
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A desk whose workers are counted. */
function openDesk(part: Partial<TrialLink> = {}) {
  const links = { opened: 0, closed: 0 };
  let crash: () => void = () => undefined;
  const desk = new CreateDesk(async () => {
    links.opened++;
    return scriptTrial({
      close: () => void links.closed++,
      onCrash: (listener) => {
        crash = listener;
      },
      ...part,
    });
  });
  return { desk, links, crash: () => crash() };
}

async function openTried(part: Partial<TrialLink> = {}) {
  const opened = openDesk(part);
  opened.desk.chooseFiles([FILE]);
  await settled();
  opened.desk.startTrial();
  await settled();
  return opened;
}

describe("files", () => {
  test("are looked at, recommend a model, and give the title", async () => {
    const { desk } = openDesk();
    expect(missingOf(desk.view())[0]).toBe("data");
    desk.chooseFiles([FILE]);
    expect(desk.view().look.kind).toBe("looking");
    expect(missingOf(desk.view())[0]).toBe("reading");
    await settled();
    expect(desk.view()).toMatchObject({
      look: { kind: "looked", data: TEXT_LOOK },
      model: "gpt:micro",
      words: { title: "old tales" },
    });
    expect(missingOf(desk.view())).toEqual(["licence", "trial"]);
  });

  test("of another choice give another title", async () => {
    const { desk } = openDesk();
    for (const name of ["old_tales.txt", "new tales.txt"]) {
      desk.chooseFiles([new File(["x"], name)]);
      await settled();
    }
    expect(desk.view().words.title).toBe("new tales");
  });

  test("do not change a title that somebody has typed", async () => {
    const { desk } = openDesk();
    desk.write({ title: "Tales" });
    desk.chooseFiles([FILE]);
    await settled();
    expect(desk.view().words.title).toBe("Tales");
  });

  test("that cannot be data are refused before any worker opens", () => {
    const { desk, links } = openDesk();
    desk.chooseFiles([new File(["x"], "holiday.jpg", { type: "image/jpeg" })]);
    expect(desk.view().look).toMatchObject({ kind: "refused" });
    desk.chooseFiles(null);
    expect(desk.view().look).toMatchObject({ problem: { file: "folder" } });
    expect(links.opened).toBe(0);
  });

  test("of another choice are what counts, whichever is read first", async () => {
    const answers: ((name: string) => void)[] = [];
    const { desk } = openDesk({
      look: () =>
        new Promise((resolve) => {
          answers.push((name) => resolve({ ok: false, problem: tell("data.gzip", { name }) }));
        }),
    });
    desk.chooseFiles([FILE]);
    await settled();
    desk.chooseFiles([new File(["b"], "b.txt")]);
    await settled();
    answers[1]?.("the second");
    await settled();
    answers[0]?.("the first");
    await settled();
    const { look } = desk.view();
    expect(look).toMatchObject({ problem: { values: { name: "the second" } } });
    expect(look.kind === "refused" && look.files.map(({ name }) => name)).toEqual(["b.txt"]);
  });

  test("give their names without endings as a title", () => {
    const nameOf = (name: string) => titleOf([new File([], name)], 12);
    expect(nameOf("old_tales.txt.gz")).toBe("old tales");
    expect(nameOf("v1.2 of it.csv")).toBe("v1.2 of it");
    expect(nameOf("a very long name.md")).toBe("a very long ");
    expect(titleOf([], 12)).toBe("");
  });
});

describe("a trial", () => {
  test("shows its steps, then what came of it, and frees the worker", async () => {
    let tell: (next: TrialStep) => void = () => undefined;
    let end: () => void = () => undefined;
    const { desk, links } = await openTried({
      run: (_model, onStep) =>
        new Promise((resolve) => {
          tell = onStep;
          end = () => resolve({ ok: true, value: LEARNS });
        }),
    });
    expect(desk.view().trial).toEqual({ kind: "running", last: null });
    tell(step(7));
    expect(desk.view().trial).toEqual({ kind: "running", last: step(7) });
    end();
    await settled();
    expect(desk.view().trial).toEqual({ kind: "done", result: LEARNS });
    expect(links).toEqual({ opened: 1, closed: 1 });
  });

  test("that is stopped leaves no worker, and says nothing later; the next one reads the files again", async () => {
    const looks: string[] = [];
    let tell: (next: TrialStep) => void = () => undefined;
    const { desk, links } = await openTried({
      look: async ([file]) => {
        looks.push(file?.name ?? "");
        return { ok: true, value: TEXT_LOOK };
      },
      run: (_model, onStep) => {
        tell = onStep;
        return new Promise(() => undefined);
      },
    });
    desk.stop();
    await settled();
    expect(links.closed).toBe(1);
    tell(step(8));
    expect(desk.view().trial).toEqual({ kind: "none" });
    desk.startTrial();
    await settled();
    expect(looks).toEqual(["old_tales.txt", "old_tales.txt"]);
    expect(links).toEqual({ opened: 2, closed: 1 });
  });

  test("of another model is another trial", async () => {
    const { desk } = await openTried();
    desk.chooseModel("gpt:micro");
    expect(desk.view().trial.kind).toBe("done");
    desk.chooseModel("gpt:nano");
    expect(desk.view().trial).toEqual({ kind: "none" });
  });

  test("whose worker dies says so, and can be tried again", async () => {
    let runs = 0;
    const { desk, crash } = await openTried({
      run: () => (++runs === 1 ? new Promise(() => undefined) : Promise.resolve({ ok: true, value: LEARNS })),
    });
    crash();
    await settled();
    expect(desk.view().trial).toMatchObject({ kind: "failed" });
    desk.startTrial();
    await settled();
    expect(desk.view().trial.kind).toBe("done");
  });

  test("must have gone well before anything is published", async () => {
    const { desk } = await openTried({
      run: async () => ({ ok: true, value: { ...LEARNS, verdict: "learns-nothing" } }),
    });
    desk.write({ licence: "cc0" });
    expect(missingOf(desk.view())).toEqual(["learning"]);
  });
});

describe("publishing", () => {
  async function openReady(settings = {}) {
    const trainer = createScriptedTrainer();
    const memory = { read: () => null, write: () => undefined, mayHaveForgotten: async () => false };
    const address = { link: () => null, show: () => undefined, hrefOf: () => "", shareUrl: () => "" };
    const ports = { connect: () => trainer, memory, backend: "auto", nowMs: Date.now } as const;
    const pause = scriptPause(settings);
    const keeper = createPauseKeeper(createRunController(ports, address), pause.ports);
    const { desk } = await openTried();
    desk.write({ title: " Tales of old ", licence: "other", otherLicence: "Ask me" });
    expect(missingOf(desk.view())).toEqual([]);
    return { trainer, keeper, desk, pause };
  }
  const described = {
    kind: "described",
    run: {
      dataName: "Tales of old",
      modelName: "gpt micro",
      parameterCount: 1,
      unit: "tokens",
      lossUnit: "nats per token",
    },
    project: PROJECT,
  } as const;

  test("starts the run with what was entered, and ends with the link", async () => {
    const { trainer, keeper, desk } = await openReady();
    desk.publish(keeper);
    expect(desk.view().publish).toEqual({ kind: "publishing" });
    await settled();
    expect(trainer.calls).toContain("start files half as Tales of old, gpt:micro, Ask me");
    trainer.emit({ kind: "state", state: "preparing" }, described);
    expect(desk.view().publish).toEqual({ kind: "published", link: PROJECT.link, title: "Tales of old" });
    desk.clear();
    expect(missingOf(desk.view())).toEqual(["data", "title", "licence", "trial"]);
    keeper.stop();
  });

  test("that fails says why, and keeps what was entered", async () => {
    const { trainer, keeper, desk } = await openReady();
    desk.publish(keeper);
    await settled();
    const problem = tell("data.misfit");
    trainer.emit({ kind: "problem", problem, until: null }, { kind: "state", state: "failed" });
    expect(desk.view()).toMatchObject({
      publish: { kind: "failed", problem },
      words: { title: " Tales of old " },
    });
  });

  test("that is stopped before it is signed is not published", async () => {
    const { trainer, keeper, desk } = await openReady();
    desk.publish(keeper);
    await settled();
    keeper.stop();
    trainer.emit({ kind: "state", state: "idle" });
    expect(desk.view().publish).toEqual({ kind: "none" });
  });

  test("a second project is not taken for the first one while it waits", async () => {
    const { trainer, keeper, desk, pause } = await openReady();
    desk.publish(keeper);
    await settled();
    trainer.emit(described);
    keeper.stop();
    trainer.emit({ kind: "state", state: "idle" });
    trainer.end();
    await settled();
    desk.clear();
    desk.chooseFiles([FILE]);
    await settled();
    desk.startTrial();
    await settled();
    pause.learn({ battery: { kind: "known", isCharging: false } });
    desk.publish(keeper);
    expect(desk.view().publish).toEqual({ kind: "none" }); // its licence is missing
    desk.write({ licence: "cc0" });
    desk.publish(keeper);
    await settled();
    expect(desk.view().publish).toEqual({ kind: "publishing" });
    desk.chooseFiles([new File(["other"], "other.txt")]);
    expect(desk.view().publish).toEqual({ kind: "publishing" }); // what is being signed stays
    keeper.stop();
  });
});
