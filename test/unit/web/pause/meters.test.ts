import { describe, expect, it } from "vitest";
import type { Transport, TransportEvent } from "../../../../shared/ports/transport.ts";
import { DataMeter } from "../../../../web/pause/data-meter.ts";
import { StepDrift } from "../../../../web/pause/step-drift.ts";
import { meterTransport } from "../../../../web/transport/metered-transport.ts";

const MINUTE_MS = 60_000;

describe("the data meter", () => {
  it("counts the last hour, by the minute", () => {
    const meter = new DataMeter();
    meter.add(0, 10, "sentBytes");
    meter.add(MINUTE_MS, 5, "sentBytes");
    meter.add(MINUTE_MS + 1, 5, "receivedBytes");
    expect(meter.bytesThisHour(59 * MINUTE_MS)).toBe(20);
    expect(meter.bytesThisHour(60 * MINUTE_MS)).toBe(10);
    expect(meter.bytesThisHour(61 * MINUTE_MS)).toBe(0);
    expect(meter.sinceOpening).toEqual({ sentBytes: 15, receivedBytes: 5 });
  });

  it("hears of all that a transport carries, and changes none of it", () => {
    let tell: (event: TransportEvent) => void = () => undefined;
    const sent: number[] = [];
    const inner: Transport = {
      address: "me",
      listen: (listener) => {
        tell = listener;
      },
      connect: () => undefined,
      send: (_, frame) => sent.push(frame.byteLength) > 1,
      close: () => undefined,
      deliverSignal: () => undefined,
      stop: () => undefined,
    };
    const counted: [number, string][] = [];
    const events: TransportEvent[] = [];
    const metered = meterTransport(inner, (...bytes) => counted.push(bytes));
    metered.listen((event) => events.push(event));
    expect(metered.address).toBe("me");
    expect([metered.send("you", new Uint8Array(3)), metered.send("you", new Uint8Array(4))]).toEqual([
      false,
      true,
    ]);
    tell({ kind: "writable", address: "you" });
    tell({ kind: "frame", address: "you", frame: new Uint8Array(5) });
    expect(counted).toEqual([
      [3, "sentBytes"],
      [4, "sentBytes"],
      [5, "receivedBytes"],
    ]);
    expect(sent).toEqual([3, 4]);
    expect(events.map(({ kind }) => kind)).toEqual(["writable", "frame"]);
  });
});

describe("the drift of steps", () => {
  const SECOND_MS = 1000;
  /** A step time every second. */
  function play(
    drift: StepDrift,
    fromS: number,
    toS: number,
    stepMs: number,
    intensity: "half" | "full" = "half",
  ) {
    for (let second = fromS; second <= toS; second++) drift.add(second * SECOND_MS, stepMs, intensity);
  }

  it("compares with the first minute, and looks anew every half minute", () => {
    const drift = new StepDrift();
    play(drift, 0, 60, 100);
    play(drift, 61, 89, 170);
    expect(drift.ratio).toBeNull();
    play(drift, 90, 91, 170);
    expect(drift.ratio).toBeCloseTo(1.7);
    play(drift, 92, 125, 100);
    expect(drift.ratio).toBeCloseTo(1);
  });

  it("does not take the pauses of another intensity for slower steps", () => {
    const drift = new StepDrift();
    play(drift, 0, 60, 100, "full");
    play(drift, 61, 95, 200, "half");
    expect(drift.ratio).toBeCloseTo(1);
  });

  it("begins anew with another engine", () => {
    const drift = new StepDrift();
    play(drift, 0, 60, 100);
    drift.restart();
    play(drift, 61, 121, 300);
    play(drift, 122, 160, 300);
    expect(drift.ratio).toBeCloseTo(1);
  });
});
