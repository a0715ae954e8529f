/** The tokens of a text in Chromium are those of Node, or peers would accuse each other. */
import { expect, test } from "vitest";
import { EXAMPLE_HASHES, exampleHashes } from "../support/example-tokens.ts";

test("a browser makes the same tokens of a text as Node does", async () => {
  expect(await exampleHashes()).toEqual(EXAMPLE_HASHES);
});
