/** Finds the project that a visitor asks for, and its data: among the built-in ones, in their files, on this computer, or in the project's room. */
import type { Hash } from "../../shared/core/ids.ts";
import { DataError } from "../../shared/data/data-error.ts";
import { shorten } from "../../shared/data/wording.ts";
import type { Clock } from "../../shared/ports/clock.ts";
import type { Signer, Verifier } from "../../shared/ports/signatures.ts";
import type { Transport } from "../../shared/ports/transport.ts";
import type { Project } from "../../shared/project/manifest.ts";
import { readProjectLink } from "../../shared/project/project-link.ts";
import type { ProjectSource } from "../api.ts";
import type { Pen } from "../identity/profile.ts";
import { freshSeed } from "../open-run.ts";
import { readFiles } from "../read-files.ts";
import type { BlobCache } from "../storage/blob-store.ts";
import { createProject } from "./create-project.ts";
import { type FetchVisit, visitProject } from "./fetch-visit.ts";
import {
  cacheProject,
  fetchProject,
  type OpenedProject,
  openProject,
  type ProjectPorts,
} from "./open-project.ts";

export interface ProjectOpenerPorts extends Pick<ProjectPorts, "fetchUrl" | "onProgress"> {
  readonly cache: BlobCache;
  readonly clock: Clock;
  readonly verifier: Verifier;
}

/** Who this tab is, and how it gets into a project's room. */
export interface Visitor {
  readonly pen: Pen;
  readonly join: (room: Hash, signer: Signer) => Promise<Transport>;
}

export class ProjectOpener {
  readonly #ports: ProjectOpenerPorts;

  constructor(ports: ProjectOpenerPorts) {
    this.#ports = ports;
  }

  /** @throws DataError when there is nothing to train on; the signal's reason when it aborts */
  async open(source: ProjectSource, visitor: Visitor, signal: AbortSignal): Promise<OpenedProject> {
    const { cache } = this.#ports;
    if (source.kind === "files") {
      const { signer } = visitor.pen;
      const choices = { seed: freshSeed(), wishes: source.wishes };
      const created = await createProject(await readFiles(source.files), signer, choices);
      await cacheProject(created, cache);
      return created;
    }
    const link = readProjectLink(source.link);
    switch (link.kind) {
      case "built-in":
        return this.#openData(link.project, null, signal);
      case "foreign":
        return this.#openForeign(link.id, visitor, signal);
      default:
        throw new DataError("no-project", { link: shorten(link.text, 60) });
    }
  }

  /** Asks this computer first and then whoever is in the project's room. */
  async #openForeign(id: Hash, visitor: Visitor, signal: AbortSignal): Promise<OpenedProject> {
    const { cache, verifier } = this.#ports;
    const visit = this.#lazyVisit(id, visitor);
    try {
      const project = await fetchProject(id, verifier, { cache, fetchBlob: visit.fetchBlob }, signal);
      return await this.#openData(project, visit, signal);
    } finally {
      visit.leave();
    }
  }

  #openData(project: Project, visit: FetchVisit | null, signal: AbortSignal): Promise<OpenedProject> {
    const { cache, fetchUrl, onProgress } = this.#ports;
    return openProject(
      project,
      {
        cache,
        fetchUrl,
        fetchBlob: visit ? visit.fetchBlob : async () => null,
        onProgress,
      },
      signal,
    );
  }

  /** Goes to the room only when something is missing here. */
  #lazyVisit(id: Hash, { pen, join }: Visitor): FetchVisit {
    const { signer } = pen;
    const { clock, verifier } = this.#ports;
    let visit: Promise<FetchVisit> | null = null;
    const go = async () => {
      const transport = await join(id, signer);
      return visitProject(id, { transport, clock, signer, verifier, seed: freshSeed() });
    };
    return {
      fetchBlob: async (hash, maxBytes, signal) => (await (visit ??= go())).fetchBlob(hash, maxBytes, signal),
      // A visit that failed to begin has told so already.
      leave: () =>
        void visit?.then(
          (there) => there.leave(),
          () => undefined,
        ),
    };
  }
}
