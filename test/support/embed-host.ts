/** Pages of another site than Tabloom's, which show the widget: what every test of the embed starts from. */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Frame, Page } from "playwright-core";

export interface HostPage {
  /** Of the body; the rest of the page is there. */
  readonly markup: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface HostFile {
  readonly bytes: Buffer;
  /** Its MIME type. */
  readonly type: string;
}

export class EmbedHost {
  /** At 127.0.0.1, which is another site than the app's localhost: the browser gives the frame a process of its own. */
  readonly origin: string;
  readonly #server: Server;
  readonly #pages: Map<string, HostPage>;
  readonly #files: Map<string, HostFile>;

  private constructor(server: Server, pages: Map<string, HostPage>, files: Map<string, HostFile>) {
    this.#server = server;
    this.#pages = pages;
    this.#files = files;
    this.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async open(): Promise<EmbedHost> {
    const pages = new Map<string, HostPage>();
    const files = new Map<string, HostFile>();
    const server = createServer((request, response) => {
      const file = files.get((request.url ?? "").split("?")[0] ?? "");
      if (file) return void response.writeHead(200, { "Content-Type": file.type }).end(file.bytes);
      const page = pages.get(request.url ?? "");
      response.writeHead(page ? 200 : 404, { "Content-Type": "text/html; charset=utf-8", ...page?.headers });
      response.end(page && `<!doctype html><html lang="en"><title>A host</title><body>${page.markup}`);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new EmbedHost(server, pages, files);
  }

  /** @returns its address, which no other page has */
  put(page: HostPage): string {
    const path = `/${this.#pages.size + 1}`;
    this.#pages.set(path, page);
    return this.origin + path;
  }

  /** A file as it is, under a name of its own. */
  serve(path: string, bytes: Buffer, type: string): void {
    this.#files.set(path, { bytes, type });
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }
}

/** The widget's own frame, when its script has drawn something. @param index among those of the page */
export async function widgetFrame(page: Page, index = 0): Promise<Frame> {
  const frames = () => page.frames().filter((frame) => /\/embed(?:\?|$)/.test(frame.url()));
  while (frames().length <= index) await page.waitForEvent("framenavigated", { timeout: 30_000 });
  const frame = frames()[index]!;
  await frame.locator("section").waitFor({ state: "attached" });
  return frame;
}
