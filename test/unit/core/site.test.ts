import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isSite, MAX_SITE_CHARACTERS } from "../../../shared/core/site.ts";

const LABEL = "a".repeat(63);
const LONGEST_NAME = `${LABEL}.${LABEL}.${LABEL}.${"a".repeat(61)}`;

test.each([
  "https://example.org",
  "http://example.org",
  "https://www.example.co.uk",
  "https://xn--mnchen-3ya.example",
  "https://r3---sn-4g5e6nz7.example",
  "https://under_score.example",
  "https://localhost",
  "http://localhost:8080",
  "https://example.org:80",
  "http://example.org:443",
  "https://example.org:65535",
  "https://127.0.0.1:8443",
  "https://0.0.0.0",
  "http://[::1]:3000",
  "http://[::]",
  "http://[2001:db8::1]",
  "http://[2001:db8:0:1:1:1:1:1]",
  "http://[1:0:0:2::3]",
  `https://${LONGEST_NAME}`,
  `https://${LONGEST_NAME}:65535`,
])("%s is a site", (text) => {
  expect(isSite(text)).toBe(true);
  expect(new URL(text).origin).toBe(text);
});

test.each([
  "",
  "null",
  "https://",
  "example.org",
  "//example.org",
  "https://example.org/",
  "https://example.org/path",
  "https://example.org?",
  "https://example.org#",
  "https://example.org:443",
  "http://example.org:80",
  "https://example.org:",
  "https://example.org:0",
  "https://example.org:0443",
  "https://example.org:65536",
  "https://example.org:99999",
  "https://example.org:123456",
  "https://user@example.org",
  "https://user:word@example.org",
  "HTTPS://example.org",
  "https://Example.org",
  "https://münchen.example",
  "https://ｅxample.org",
  "https://example。org",
  "https://example.org.",
  "https://.example.org",
  "https://example..org",
  "https://exa mple.org",
  " https://example.org",
  "https://example.org ",
  "https://example.org\n",
  "https://exam\nple.org",
  "https://example.org\0",
  "https://exam\u200Bple.org",
  "https://\u202Egro.elpmaxe",
  "https://<b>.example",
  "https://%65xample.org",
  "https://exa*mple.org",
  "ftp://example.org",
  "javascript://example.org",
  "file:///etc/passwd",
  "data:text/html,hello",
  "blob:https://example.org",
  "https://127.1",
  "https://127.0.0.01",
  "https://256.0.0.1",
  "https://1.2.3.4.5",
  "https://2130706433",
  "https://0x7f000001",
  "https://example.0x",
  "https://example.1",
  "http://[]",
  "http://[:]",
  "http://[::1",
  "http://::1]",
  "http://[1::2::3]",
  "http://[1:2:3:4:5:6:7]",
  "http://[1:2:3:4:5:6:7:8:9]",
  "http://[1:2:3:4:5:6:7::8]",
  "http://[0:0:0:0:0:0:0:1]",
  "http://[2001:0db8::1]",
  "http://[2001:DB8::1]",
  "http://[1::2:0:0:0:3]",
  "http://[::ffff:127.0.0.1]",
  "http://[fe80::1%25eth0]",
  "http://[12345::1]",
  `https://a${LONGEST_NAME}`,
  `https://${"a".repeat(64)}.example`,
  `https://${"a.".repeat(MAX_SITE_CHARACTERS)}a`,
])("%j is none", (text) => {
  expect(isSite(text)).toBe(false);
});

describe("of addresses that a browser knows", () => {
  test("with a plain name, origins and nothing else are sites", () => {
    const label = fc.stringMatching(/^[a-z][a-z0-9]{0,9}$/);
    const parts = fc.tuple(
      fc.constantFrom("http", "https"),
      fc.array(label, { minLength: 1, maxLength: 4 }),
      fc.option(fc.integer({ min: 1, max: 65_535 })),
    );
    fc.assert(
      fc.property(parts, ([scheme, labels, port]) => {
        const text = `${scheme}://${labels.join(".")}${port === null ? "" : `:${port}`}`;
        expect(isSite(new URL(text).origin)).toBe(true);
        expect(isSite(text)).toBe(new URL(text).origin === text);
        expect(isSite(`${text}/`)).toBe(false);
      }),
      { seed: 5 },
    );
  });

  test("with numbers, those are sites that are written as the browser writes them", () => {
    const group = fc.constantFrom("0", "0", "0", "1", "db8", "ffff", "a0");
    const six = fc.array(group, { minLength: 8, maxLength: 8 }).map((groups) => `[${groups.join(":")}]`);
    const four = fc.array(fc.nat(255), { minLength: 4, maxLength: 4 }).map((bytes) => bytes.join("."));
    fc.assert(
      fc.property(fc.oneof(six, four), (host) => {
        const { origin } = new URL(`http://${host}`);
        expect(isSite(origin)).toBe(true);
        expect(isSite(`http://${host}`)).toBe(origin === `http://${host}`);
      }),
      { seed: 6, numRuns: 300 },
    );
  });
});
