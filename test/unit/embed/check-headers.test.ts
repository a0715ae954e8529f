/** What a site owner's headers do to the widget. */
import { expect, test } from "vitest";
import { checkHeaders, HEADER_CHARACTERS } from "../../../web/embed/configurator/check-headers.ts";

const BASE = "https://tabloom.example/";
const codes = (text: string, base = BASE) =>
  checkHeaders(text, base).map(({ kind, code }) => `${kind} ${code}`);

const csp = (policy: string) => `Content-Security-Policy: ${policy}`;

test.each([
  ["no policy at all", "content-type: text/html\nserver: x", ["fine all-fine"]],
  ["nothing that is a header", "hello\nworld", ["costs none"]],
  ["a policy that allows neither", csp("default-src 'self'"), ["stops frame", "stops script"]],
  ["what we print", csp(`frame-src ${BASE}; script-src ${BASE}embed/1/embed.js`), ["fine all-fine"]],
  [
    "our origin without a path",
    csp("frame-src https://tabloom.example; script-src https://tabloom.example"),
    ["fine all-fine"],
  ],
  ["a folder of ours", csp(`frame-src ${BASE}; script-src ${BASE}embed/`), ["fine all-fine"]],
  ["another path of ours", csp(`frame-src ${BASE}; script-src ${BASE}other/`), ["stops script"]],
  ["a wildcard", csp("frame-src *.example; script-src *"), ["fine all-fine"]],
  ["a wildcard for names below us", csp("frame-src *.tabloom.example"), ["stops frame"]],
  ["a scheme", csp("frame-src https:; script-src https:"), ["fine all-fine"]],
  ["the old scheme, which covers the new one", csp("frame-src http://tabloom.example"), ["fine all-fine"]],
  ["another port", csp("frame-src https://tabloom.example:8443"), ["stops frame"]],
  ["any port", csp("frame-src https://tabloom.example:*"), ["fine all-fine"]],
  ["child-src where there is no frame-src", csp("child-src 'none'; script-src *"), ["stops frame"]],
  ["frame-src before child-src", csp(`child-src 'none'; frame-src ${BASE}`), ["fine all-fine"]],
  ["a nonce", csp(`frame-src ${BASE}; script-src 'nonce-abc' 'strict-dynamic'`), ["fine all-fine"]],
  ["the first of two directives", csp(`frame-src ${BASE}; frame-src 'none'`), ["fine all-fine"]],
  [
    "two policies, both of which count",
    `${csp(`frame-src ${BASE}`)}\n${csp("frame-src 'none'")}`,
    ["stops frame"],
  ],
  ["two policies in one header", csp(`frame-src ${BASE}, frame-src 'none'`), ["stops frame"]],
  ["a sandbox without an origin", csp("sandbox allow-scripts"), ["stops sandbox"]],
  ["a sandbox with all that is needed", csp("sandbox allow-scripts allow-same-origin"), ["fine all-fine"]],
  ["features for nobody", "Permissions-Policy: compute-pressure=(), geolocation=()", ["costs permissions"]],
  ["features for the page alone", "permissions-policy: cross-origin-isolated=(self)", ["costs permissions"]],
  [
    "features for us too",
    `permissions-policy: compute-pressure=(self "https://tabloom.example")`,
    ["fine all-fine"],
  ],
])("%s", (_, text, expected) => {
  expect(codes(text)).toEqual(expected);
});

test("says what to add", () => {
  expect(checkHeaders(csp("default-src 'none'"), BASE).map(({ value }) => value)).toEqual([
    "frame-src https://tabloom.example",
    "script-src https://tabloom.example/embed/1/embed.js",
  ]);
});

test("a server with a port of its own", () => {
  const base = "http://localhost:8787/";
  expect(codes(csp("frame-src http://localhost:8787"), base)).toEqual(["fine all-fine"]);
  expect(codes(csp("frame-src http://localhost"), base)).toEqual(["stops frame"]);
});

test("whatever is pasted is read in no time, and is no error", () => {
  const odd = [
    csp("frame-src ".repeat(5000)),
    csp(`frame-src ${"*.".repeat(5000)}`),
    `permissions-policy: ${"compute-pressure=".repeat(3000)}`,
    ":".repeat(HEADER_CHARACTERS * 2),
    "\u0000\ud800: x",
    csp("frame-src [::1]:x ://// *.*.* https://:443 'nonce-"),
  ];
  for (const text of odd) expect(checkHeaders(text, BASE).length).toBeGreaterThan(0);
});
