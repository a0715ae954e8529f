/** oEmbed: from the address of a page of ours to the widget's markup; and from nothing else to nothing else. */
import { request } from "node:http";
import { describe, expect, test } from "vitest";
import type { ServerOptions } from "../../../signaling-server/server.ts";
import { withServer } from "./with-server.ts";

const ID = "3b".repeat(32);
const servers = withServer();

interface Answered {
  readonly status: number;
  readonly text: string;
  readonly link: string;
}

/** With headers that fetch would not send. */
async function ask(
  path: string,
  headers: Readonly<Record<string, string>>,
  options?: Partial<ServerOptions>,
): Promise<Answered> {
  const { port } = await servers.start(options);
  return new Promise((resolve, reject) => {
    request({ port, path, headers, host: "127.0.0.1" }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (piece: string) => (text += piece));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, text, link: String(response.headers["link"] ?? "") }),
      );
    })
      .on("error", reject)
      .end();
  });
}

const HOST = { Host: "tabloom.example" };

function askAbout(url: string, rest = "", options?: Partial<ServerOptions>): Promise<Answered> {
  return ask(`/oembed?url=${encodeURIComponent(url)}${rest}`, HOST, options);
}

const bodyOf = ({ text }: Answered) => JSON.parse(text) as Record<string, unknown>;

describe("the address of a page or a widget of ours", () => {
  test("gives the plain frame", async () => {
    const answer = await askAbout(`https://tabloom.example/?project=${ID}`);
    expect(answer.status).toBe(200);
    expect(bodyOf(answer)).toEqual({
      version: "1.0",
      type: "rich",
      title: "Donate computing with Tabloom",
      provider_name: "Tabloom",
      provider_url: "https://tabloom.example/",
      cache_age: 3600,
      width: 360,
      height: 320,
      html:
        `<iframe src="https://tabloom.example/embed?project=${ID}&amp;size=card" width="360" height="320" loading="lazy" referrerpolicy="origin"` +
        ' sandbox="allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox"' +
        ' allow="compute-pressure; cross-origin-isolated"' +
        ' title="Donate computing with Tabloom" style="border:0"></iframe>',
    });
  });

  test.each([
    ["http://tabloom.example", "http://tabloom.example/embed?size=card"],
    [
      "http://tabloom.example/index.html?project=tiny",
      "http://tabloom.example/embed?project=tiny&amp;size=card",
    ],
    ["https://tabloom.example/embed?size=button", "https://tabloom.example/embed?size=button"],
    [
      "https://tabloom.example/?project=tiny#/project",
      "https://tabloom.example/embed?project=tiny&amp;size=card",
    ],
    ["https://TABLOOM.example/embed?size=huge&cap=900", "https://tabloom.example/embed?size=card"],
  ])("%s", async (url, src) => {
    expect(bodyOf(await askAbout(url))["html"]).toContain(`src="${src}"`);
  });

  test.each([
    ["&maxwidth=359", 359, 120],
    ["&maxheight=100", 640, 72],
    ["&maxwidth=300&maxheight=100", 240, 72],
    ["&maxwidth=500&maxheight=200", 500, 120],
    ["&maxwidth=240&maxheight=72", 240, 72],
    ["&maxwidth=10000&maxheight=10000", 360, 320],
    ["&maxwidth=wide&maxheight=", 360, 320],
  ])("%s gives what fits", async (bounds, width, height) => {
    const body = bodyOf(await askAbout("https://tabloom.example/", bounds));
    expect(body).toMatchObject({ type: "rich", width, height });
    expect(body["html"]).toContain(`width="${width}" height="${height}"`);
  });

  test.each(["&maxwidth=239", "&maxheight=71", "&maxwidth=0"])(
    "%s has no room for a widget, so a link is all",
    async (bounds) => {
      const body = bodyOf(await askAbout("https://tabloom.example/", bounds));
      expect(body["type"]).toBe("link");
      expect(body).not.toHaveProperty("html");
    },
  );
});

test.each([
  "",
  "x",
  "https://evil.example/",
  "https://tabloom.example.evil.example/",
  "https://tabloom.example@evil.example/",
  "https://evil.example@tabloom.example/",
  "https://tabloom.example:8443/",
  "ftp://tabloom.example/",
  "javascript://tabloom.example/%0aalert(1)",
  "https://tabloom.example/metrics",
  "https://tabloom.example/?project=nobody's",
  `https://tabloom.example/?project=${encodeURIComponent('"><script>')}`,
  `https://tabloom.example/?a=${"a".repeat(1_000)}`,
])("%j is not ours, which is 404", async (url) => {
  expect((await askAbout(url)).status).toBe(404);
});

test.each([
  ["xml", 501],
  ["yaml", 501],
  ["json", 200],
])("format %s is %i", async (format, status) => {
  expect((await askAbout("https://tabloom.example/", `&format=${format}`)).status).toBe(status);
});

describe("where the server is", () => {
  test.each(["a b", "evil.example/path", "evil.example#", "user@evil.example", '"><script>', "x:99999999"])(
    "is not said by the host %j",
    async (host) => {
      const query = encodeURIComponent(`http://${host}/`);
      expect((await ask(`/oembed?url=${query}`, { Host: host })).status).toBe(400);
      expect((await ask("/", { Host: host })).link).toBe("");
    },
  );

  test("is said by a host with a port, or an address", async () => {
    for (const host of ["localhost:8787", "127.0.0.1", "[::1]:8787"]) {
      const answer = await ask(`/oembed?url=${encodeURIComponent(`http://${host}/`)}`, { Host: host });
      expect(bodyOf(answer)["provider_url"]).toBe(`http://${host}/`);
    }
  });

  test("is what the operator says, whatever the request says", async () => {
    const options = { publicUrl: "https://example.org/tabloom/" };
    const html = async (url: string) => (await askAbout(url, "", options)).text;
    expect(await html("https://example.org/tabloom/?project=tiny")).toContain(
      "https://example.org/tabloom/embed?project=tiny",
    );
    expect(await html("https://tabloom.example/")).toMatch(/^The parameter url/);
    expect(await html("https://example.org/")).toMatch(/^The parameter url/);
  });
});

describe("the page", () => {
  const linkOf = async (path: string, headers: Readonly<Record<string, string>> = HOST, trustedProxies = 0) =>
    (await ask(path, headers, { trustedProxies })).link;

  test("says where this is asked", async () => {
    expect(await linkOf("/?project=tiny")).toBe(
      '<http://tabloom.example/oembed?url=http%3A%2F%2Ftabloom.example%2F%3Fproject%3Dtiny&format=json>; rel="alternate"; type="application/json+oembed"; title="Donate computing with Tabloom"',
    );
    expect(await linkOf("/?project=%0d%0ax:%20y")).toContain("url=http%3A%2F%2Ftabloom.example%2F&format");
  });

  test("is served by TLS when a trusted proxy says so, and only then", async () => {
    const headers = { ...HOST, "X-Forwarded-Proto": "https" };
    expect(await linkOf("/", headers)).toContain("<http://tabloom.example/oembed");
    expect(await linkOf("/", headers, 1)).toContain("<https://tabloom.example/oembed");
  });
});
