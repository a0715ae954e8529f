/** The calibration's page: trains on WebGPU what Node asks for, in this thread, where all engines share one device and the shaders compiled for it. */
import { bytesOf, fromHex, toHex } from "../../../../shared/core/bytes.ts";
import { createWebgpuEngine } from "../../../../worker/engine/ort-webgpu.ts";
import { openCase } from "../cases.ts";
import type { GpuTrainer } from "../gpu-trainer.ts";
import { trainSnapshots } from "../snapshots.ts";

const gpuTrainer: GpuTrainer = {
  async describeDevice() {
    const adapter = await navigator.gpu.requestAdapter({ powerPreference: "high-performance" });
    if (!adapter) return "none";
    const { vendor, architecture, device, description } = adapter.info;
    return [vendor, architecture, device, description].filter((part) => part !== "").join(" ");
  },

  async train({ name, steps, parameters, ...work }) {
    const opened = openCase(name);
    const engine = await createWebgpuEngine(opened.plan);
    const job = { ...work, parameters: new Float32Array(fromHex(parameters).buffer) };
    const deltas = await trainSnapshots(engine, opened, job, steps);
    await engine.dispose();
    return [...deltas.values()].map((delta) => toHex(bytesOf(delta)));
  },
};
Object.assign(globalThis, { gpuTrainer });
