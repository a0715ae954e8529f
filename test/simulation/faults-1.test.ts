import { describe } from "vitest";
import { testSchedules } from "./fault-schedules.ts";

describe("a swarm with crashes, partitions, sleepers and liars", () => {
  testSchedules(0, 500);
});
