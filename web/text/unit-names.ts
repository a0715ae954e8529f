/** What a project counts in, and what its loss is measured in. */
import type { RunDescription } from "../../worker/api.ts";
import { say } from "../messages/say.ts";

/** @param unit null while it is not known */
export const unitName = (unit: RunDescription["unit"] | null): string => say(`unit.${unit ?? "units"}`);

const LOSS_UNITS = {
  "nats per token": "unit.nats-per-token",
  "nats per row": "unit.nats-per-row",
  "nats per image": "unit.nats-per-image",
  "squared deviations": "unit.squared-deviations",
} as const satisfies Readonly<Record<RunDescription["lossUnit"], string>>;

export const lossUnitName = (unit: RunDescription["lossUnit"]): string => say(LOSS_UNITS[unit]);
