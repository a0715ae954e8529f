/** The browser's side of signaling-control.ts. */
import { inject } from "vitest";

async function ask(path: string): Promise<string> {
  const response = await fetch(`http://${location.hostname}:${inject("signalingControl")}${path}`, {
    method: "POST",
  });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}

/** @returns the port of a new signaling server */
export async function startSignaling(): Promise<number> {
  return Number(await ask("/start"));
}

export async function stopSignaling(port: number): Promise<void> {
  await ask(`/stop/${port}`);
}
