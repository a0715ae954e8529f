import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesOf } from "../../../shared/core/bytes.ts";
import { createRandom } from "../../../shared/core/random.ts";
import { createModel } from "../../../shared/model/spec.ts";
import { muonSpec } from "../../../shared/optimizer/optimizer-spec.ts";
import { optimizerStateLength } from "../../../shared/optimizer/optimizer.ts";
import { createCheckpoint } from "../../../shared/training/checkpoint.ts";
import { decodeCheckpoint, encodeCheckpoint } from "../../../shared/training/checkpoint-file.ts";
import type { RunPlan } from "../../../shared/training/run-plan.ts";
import { readSafetensors, writeSafetensors } from "../../../shared/training/safetensors.ts";

const PLAN: RunPlan = {
  model: {
    kind: "mlp",
    numericCount: 2,
    categoricalCount: 1,
    categoryCount: 3,
    hiddenWidths: [4, 4],
    output: { kind: "classes", count: 2 },
  },
  optimizer: muonSpec(),
  batchSize: 8,
  schedule: {
    kind: "stable",
    peak: 0.002,
    warmupSteps: 50,
    stepCount: Number.MAX_SAFE_INTEGER,
    decaySteps: 1,
    finalShare: 0.1,
  },
  seed: 'a "seed" 🙂',
};
const LAYOUT = createModel(PLAN.model).layout;
const NAMED_ERRORS = ["CheckpointError", "SafetensorsError", "ModelSpecError"];

function randomVector(length: number, label: string): Float32Array {
  const values = new Float32Array(length);
  createRandom(label).fillNormal(values, 1);
  return values;
}

const STATE = {
  parameters: randomVector(LAYOUT.parameterCount, "parameters"),
  optimizerState: randomVector(optimizerStateLength(PLAN.optimizer, LAYOUT), "state"),
  step: 731,
};
const CHECKPOINT = createCheckpoint(PLAN, STATE);
const FILE = encodeCheckpoint(CHECKPOINT);

/** The good file with other metadata. */
function fileWith(changes: Readonly<Record<string, string>>): Uint8Array {
  const { tensors, metadata } = readSafetensors(FILE);
  return writeSafetensors([...tensors.values()], { ...metadata, ...changes });
}

/** A file by a stranger who computes the right hash over whatever plan. */
function forgedFile(plan: unknown, step = STATE.step): Uint8Array {
  const { hash } = createCheckpoint(plan as RunPlan, { ...STATE, step });
  return fileWith({ plan: JSON.stringify(plan), step: String(step), hash });
}

function errorOf(bytes: Uint8Array): unknown {
  try {
    decodeCheckpoint(bytes);
  } catch (error) {
    return error;
  }
  return null;
}

const nameOf = (error: unknown) => (error instanceof Error ? error.name : null);

describe("a checkpoint file", () => {
  test("gives back plan and state to the last bit", () => {
    const decoded = decodeCheckpoint(FILE);
    expect(decoded).toEqual(CHECKPOINT);
    expect(bytesOf(decoded.state.parameters)).toEqual(bytesOf(STATE.parameters));
    expect(bytesOf(decoded.state.optimizerState)).toEqual(bytesOf(STATE.optimizerState));
    expect(encodeCheckpoint(decoded)).toEqual(FILE);
  });

  test("gives back a state before the first step, which has no optimiser state", () => {
    const first = createCheckpoint(PLAN, { ...STATE, optimizerState: new Float32Array(0), step: 0 });
    expect(decodeCheckpoint(encodeCheckpoint(first))).toEqual(first);
  });

  test("holds every parameter under its name and shape, for everybody's tools", () => {
    const { tensors } = readSafetensors(FILE);
    for (const { name, shape, offset, size } of LAYOUT.parameters) {
      const tensor = tensors.get(name)!;
      expect(tensor.shape).toEqual(shape);
      expect(tensor.data).toEqual(STATE.parameters.subarray(offset, offset + size));
    }
  });
});

describe("a damaged or foreign file is refused", () => {
  test("with any byte of its values changed", () => {
    const valueBytes = 4 * (STATE.parameters.length + STATE.optimizerState.length);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: valueBytes }),
        fc.integer({ min: 1, max: 255 }),
        (back, change) => {
          const place = FILE.length - back;
          expect(nameOf(errorOf(FILE.with(place, FILE[place]! ^ change)))).toBe("CheckpointError");
        },
      ),
    );
  });

  test("with a byte of its header changed, unless the header still says the same", () => {
    const headerBytes = 8 + Number(new DataView(FILE.buffer).getBigUint64(0, true));
    fc.assert(
      fc.property(fc.nat({ max: headerBytes - 1 }), fc.integer({ min: 1, max: 255 }), (place, change) => {
        const altered = FILE.with(place, FILE[place]! ^ change);
        const error = errorOf(altered);
        if (error === null) expect(decodeCheckpoint(altered)).toEqual(CHECKPOINT);
        else expect(NAMED_ERRORS).toContain(nameOf(error));
      }),
      { numRuns: 300 },
    );
  });

  test("when it was cut off", () => {
    for (const length of [0, 8, 100, FILE.length - 1])
      expect(nameOf(errorOf(FILE.subarray(0, length)))).toBe("SafetensorsError");
  });

  test("when another program wrote it", () => {
    const tensor = { name: "weight", shape: [2], data: Float32Array.of(1, 2) };
    expect(nameOf(errorOf(writeSafetensors([tensor], {})))).toBe("CheckpointError");
    expect(nameOf(errorOf(writeSafetensors([tensor], { format: "pt" })))).toBe("CheckpointError");
    expect(nameOf(errorOf(fileWith({ format: "tabloom checkpoint 2" })))).toBe("CheckpointError");
  });

  test("when a parameter is missing or has another size", () => {
    const { tensors, metadata } = readSafetensors(FILE);
    const [first, ...others] = [...tensors.values()];
    const short = { ...first!, shape: [1], data: first!.data.slice(0, 1) };
    for (const kept of [others, [short, ...others]])
      expect(nameOf(errorOf(writeSafetensors(kept, metadata)))).toBe("CheckpointError");
  });

  test("when it holds the state of another run", () => {
    const other = { ...PLAN, seed: "another" };
    expect(nameOf(errorOf(fileWith({ plan: JSON.stringify(other) })))).toBe("CheckpointError");
    expect(nameOf(errorOf(fileWith({ step: "732" })))).toBe("CheckpointError");
  });
});

describe("a plan by a stranger with the right hash", () => {
  test("is taken when it can be run", () => {
    const cosine = { kind: "cosine", peak: 1, warmupSteps: 0, stepCount: 9, finalShare: 0 };
    expect(errorOf(forgedFile({ ...PLAN, schedule: cosine }))).toBeNull();
  });

  test.for(["", "{", "null", "[]", "1", '"text"', "{}"])("is refused when it is %s", (plan) => {
    expect(NAMED_ERRORS).toContain(nameOf(errorOf(fileWith({ plan }))));
  });

  test.for([
    ["no model", { ...PLAN, model: undefined }],
    ["a model of absurd size", { ...PLAN, model: { ...PLAN.model, hiddenWidths: [1e9] } }],
    ["no optimiser", { ...PLAN, optimizer: undefined }],
    ["an unknown optimiser", { ...PLAN, optimizer: { ...muonSpec(), kind: "sgd" } }],
    ["no iterations", { ...PLAN, optimizer: { ...muonSpec(), newtonSchulz: undefined } }],
    ["iterations of one number", { ...PLAN, optimizer: { ...muonSpec(), newtonSchulz: [[1]] } }],
    [
      "a million iterations",
      { ...PLAN, optimizer: { ...muonSpec(), newtonSchulz: Array.from({ length: 1e4 }, () => [1, 1, 1]) } },
    ],
    ["a clip norm of zero", { ...PLAN, optimizer: { ...muonSpec(), clipNorm: 0 } }],
    ["a moment that never decays", { ...PLAN, optimizer: { ...muonSpec(), beta2: 1 } }],
    ["no schedule", { ...PLAN, schedule: undefined }],
    ["an unknown schedule", { ...PLAN, schedule: { ...PLAN.schedule, kind: "step" } }],
    ["a text as learning rate", { ...PLAN, schedule: { ...PLAN.schedule, peak: "1" } }],
    ["a stable schedule without decay", { ...PLAN, schedule: { ...PLAN.schedule, decaySteps: undefined } }],
    ["an empty batch", { ...PLAN, batchSize: 0 }],
    ["a batch of absurd size", { ...PLAN, batchSize: 1e12 }],
    ["half a sample", { ...PLAN, batchSize: 1.5 }],
    ["a number as seed", { ...PLAN, seed: 1 }],
  ] as const)("is refused with %s", ([, plan]) => {
    expect(NAMED_ERRORS).toContain(nameOf(errorOf(forgedFile(plan))));
  });

  test.for([-1, 0.5, Number.NaN, Infinity])("is refused at step %s", (step) => {
    expect(nameOf(errorOf(forgedFile(PLAN, step)))).toBe("CheckpointError");
  });

  test("gives a checkpoint or a named error, whatever stands in it", () => {
    const field = fc.constantFrom("model", "optimizer", "batchSize", "schedule", "seed");
    fc.assert(
      fc.property(fc.jsonValue(), field, (value, name) => {
        for (const plan of [value, { ...PLAN, [name]: value }]) {
          const error = errorOf(forgedFile(plan));
          if (error !== null) expect(NAMED_ERRORS).toContain(nameOf(error));
        }
      }),
    );
  });
});
