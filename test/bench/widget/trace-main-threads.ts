/** What the main threads of pages take of the processor, as the browser traces it. */
import type { CDPSession } from "playwright-core";

const TRACE_CONFIG = {
  includedCategories: ["toplevel", "devtools.timeline"], // tasks, and which process loads which page
  traceBufferSizeInKb: 400_000,
};
const MICROSECONDS_PER_MS = 1_000;

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Processor time in microseconds; missing where it is too short to be measured. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string; readonly data?: { readonly url?: string } };
}

/**
 * @param session of the whole browser
 * @returns for each address the milliseconds of each process that has loaded it: all tasks of its main thread, from its start until `visit` has ended
 */
export async function traceMainThreads(
  session: CDPSession,
  visit: () => Promise<void>,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const events: TraceEvent[] = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await session.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: TRACE_CONFIG });
  await visit();
  const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.end");
  await complete;
  return costsOf(events);
}

function costsOf(events: readonly TraceEvent[]): ReadonlyMap<string, readonly number[]> {
  const mainThreads = new Map<number, number>();
  const loaded = new Map<number, string>();
  for (const { name, pid, tid, args } of events) {
    if (name === "thread_name" && args?.name === "CrRendererMain") mainThreads.set(pid, tid);
    if (name === "CommitLoad" && args?.data?.url) loaded.set(pid, args.data.url);
  }
  const costs = new Map<number, number>();
  for (const { name, pid, tid, tdur = 0 } of events)
    if (name === "ThreadControllerImpl::RunTask" && mainThreads.get(pid) === tid)
      costs.set(pid, (costs.get(pid) ?? 0) + tdur / MICROSECONDS_PER_MS);
  const byAddress = new Map<string, number[]>();
  for (const [pid, url] of loaded) byAddress.set(url, [...(byAddress.get(url) ?? []), costs.get(pid) ?? 0]);
  return byAddress;
}
