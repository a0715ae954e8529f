import { expect, test } from "vitest";
import { hashOf } from "../../../shared/core/hash.ts";
import { GPT_SIZES } from "../../../shared/model/gpt.ts";
import { initialParameters } from "../../../shared/model/init.ts";
import { createModel } from "../../../shared/model/spec.ts";
import { parameterNamed } from "../../../shared/tensor/layout.ts";

const { layout } = createModel({ kind: "gpt", vocabularySize: 65, ...GPT_SIZES.nano });

/** Peers that start a project together must start from the same bytes: a new hash here is a new version of the protocol. */
test("gpt:nano starts from the same bytes everywhere", () => {
  expect(hashOf(initialParameters(layout, "tabloom"))).toMatchInlineSnapshot(
    `"a1883bf1c6885d08c148e16a7f219a40d02b101c932e3529748682ab0b871b4a"`,
  );
});

test("another seed gives other weights", () => {
  expect(hashOf(initialParameters(layout, "a"))).not.toBe(hashOf(initialParameters(layout, "b")));
});

test("every parameter has the spread or the constant that it declares", () => {
  const theta = initialParameters(layout, "spread");
  for (const { name, offset, size, initial } of layout.parameters) {
    const values = theta.subarray(offset, offset + size);
    if ("constant" in initial) {
      expect(new Set(values), name).toEqual(new Set([initial.constant]));
      continue;
    }
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / size);
    expect(Math.abs(deviation / initial.deviation - 1), name).toBeLessThan(0.05); // 4,096 draws or more
  }
});

test("a parameter's values do not depend on the other parameters", () => {
  const deeper = createModel({ kind: "gpt", vocabularySize: 65, ...GPT_SIZES.nano, layerCount: 3 }).layout;
  const [few, many] = [layout, deeper].map((own) => {
    const { offset, size } = parameterNamed(own, "layer.1.attention.qkv");
    return initialParameters(own, "same").slice(offset, offset + size);
  });
  expect(many).toEqual(few);
});
