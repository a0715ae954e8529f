/** A checkpoint as one safetensors file: every parameter under its name, the optimiser's state, and the plan in the header. */
import { createModel } from "../model/spec.ts";
import { type Checkpoint, CheckpointError, verifyCheckpoint } from "./checkpoint.ts";
import { parsePlan } from "./parse-plan.ts";
import { readSafetensors, writeSafetensors } from "./safetensors.ts";

const FORMAT = "tabloom checkpoint 1";
const OPTIMIZER_STATE = "optimizer.state";

export function encodeCheckpoint({ plan, state, hash }: Checkpoint): Uint8Array {
  const parameters = createModel(plan.model).layout.parameters.map(({ name, shape, offset, size }) => {
    return { name, shape, data: state.parameters.subarray(offset, offset + size) };
  });
  const optimizer = {
    name: OPTIMIZER_STATE,
    shape: [state.optimizerState.length],
    data: state.optimizerState,
  };
  return writeSafetensors([...parameters, optimizer], {
    format: FORMAT,
    plan: JSON.stringify(plan),
    step: String(state.step),
    hash,
  });
}

/** @throws SafetensorsError, ModelSpecError or CheckpointError when the file is not an undamaged checkpoint */
export function decodeCheckpoint(bytes: Uint8Array): Checkpoint {
  const { tensors, metadata } = readSafetensors(bytes);
  const { format, plan: planText, step, hash } = metadata;
  if (format !== FORMAT || planText === undefined || step === undefined || hash === undefined) {
    throw new CheckpointError(
      `this safetensors file is not a Tabloom checkpoint: its header needs format "${FORMAT}", plan, step and hash`,
    );
  }
  const plan = parsePlan(planText);
  if (!Number.isSafeInteger(Number(step)) || Number(step) < 0)
    throw new CheckpointError(`the checkpoint's step must be a whole number, not "${step.slice(0, 20)}"`);
  const { layout } = createModel(plan.model);
  const parameters = new Float32Array(layout.parameterCount);
  for (const { name, offset, size } of layout.parameters) {
    const tensor = tensors.get(name);
    if (tensor?.data.length !== size)
      throw new CheckpointError(`the checkpoint's parameter "${name}" is missing or has another size`);
    parameters.set(tensor.data, offset);
  }
  const optimizerState = tensors.get(OPTIMIZER_STATE)?.data ?? new Float32Array(0);
  const checkpoint = { plan, state: { parameters, optimizerState, step: Number(step) }, hash };
  verifyCheckpoint(checkpoint);
  return checkpoint;
}
