/**
 * The page without its looks: the same workers, connections and readings, but nothing is drawn. Sixteen pages that draw without a graphics chip would
 * take more of two cores than what is measured.
 */
import type { Intensity, TrainerEvent } from "../../../../worker/api.ts";
import { browserPorts } from "../../../../web/compose.ts";
import { browserAddress } from "../../../../web/browser-address.ts";
import { problemInEnglish } from "../../../../shared/problems/problem.ts";

const { connect, backend } = browserPorts().run;
const link = connect();
link.onCrash((detail) => console.error(`the worker died: ${detail}`));

document.querySelector("button")?.addEventListener("click", () => void start());

async function start(): Promise<void> {
  await link.api.listen(show);
  const chosen = document.querySelector<HTMLInputElement>("input:checked")?.value ?? "full";
  const source = { kind: "project", link: browserAddress.link() } as const;
  await link.api.start({ source, backend, intensity: chosen as Intensity, isRelayOnly: false });
}

function show(event: TrainerEvent): void {
  if (event.kind === "problem") console.error(problemInEnglish(event.problem).title);
  if (event.kind === "progress") set({ step: event.step, loss: event.loss });
  if (event.kind !== "swarm") return;
  const { head, peers, phase, lastRound, device } = event.swarm;
  const weights = lastRound?.contributions.map(({ weight }) => weight) ?? [];
  const own = lastRound?.contributions.find((part) => part.device === device)?.weight;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  set({
    round: head.round,
    head: head.hash,
    peers: peers.length,
    share: own === undefined ? "" : own / total,
  });
  element("phase").dataset["phase"] = phase;
}

function set(values: Readonly<Record<string, string | number>>): void {
  for (const [name, value] of Object.entries(values)) element(name).dataset["value"] = String(value);
}

function element(name: string): HTMLElement {
  return document.querySelector<HTMLElement>(`[data-testid=${name}]`)!;
}
