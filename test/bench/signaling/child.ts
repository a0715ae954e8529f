/** A process of its own that answers questions, one at a time: the server, the load and the flood must not share a thread. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export interface Child<Question, Answer> {
  ask(question: Question): Promise<Answer>;
  stop(): Promise<void>;
}

/** @param program file beside this one */
export async function startChild<Question extends object, Answer>(
  program: string,
): Promise<Child<Question, Answer>> {
  const child = fork(fileURLToPath(new URL(program, import.meta.url)), { execArgv: process.execArgv });
  await once(child, "message"); // it is ready
  return {
    async ask(question) {
      child.send(question);
      const result = await Promise.race([
        once(child, "message").then(([answer]: unknown[]) => ({ answer: answer as Answer })),
        once(child, "exit").then(() => undefined),
      ]);
      if (result) return result.answer;
      throw new Error(`${program} ended before it answered.`);
    },
    async stop() {
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    },
  };
}

/** The other end: called once in a program that was started by startChild. */
export function answerParent<Answer>(answer: (question: never) => Promise<Answer>): void {
  process.on("message", (question) => {
    void answer(question as never).then((result) => process.send?.(result));
  });
  process.on("disconnect", () => process.exit());
  process.send?.("ready");
}
