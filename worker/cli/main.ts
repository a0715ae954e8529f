#!/usr/bin/env node
/** `tabloom`: the command line. Each command is a file of its own; wrong input ends with one clear line on standard error and status 1. */
import { Command, CommanderError } from "commander";
import { exportCommand } from "./export-command.ts";
import { simulateCommand } from "./simulate-command.ts";
import { trainCommand } from "./train-command.ts";
import { verifyCommand } from "./verify-command.ts";

const program = new Command("tabloom")
  .description("Train AI models with the engine that runs in Tabloom's browser tabs.")
  .exitOverride()
  // A suggestion ("Did you mean …?") comes on a line of its own.
  .configureOutput({ outputError: (message, write) => write(`${onOneLine(message)}\n`) });
program.addCommand(trainCommand().copyInheritedSettings(program));
program.addCommand(simulateCommand().copyInheritedSettings(program));
program.addCommand(verifyCommand().copyInheritedSettings(program));
program.addCommand(exportCommand().copyInheritedSettings(program));

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode; // its message is printed already
  else fail(error);
}
// The runtime's threads would keep the process alive.
process.exit();

function fail(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  const advice = error instanceof Error && "advice" in error ? ` ${String(error.advice)}` : "";
  process.stderr.write(`error: ${onOneLine(message)}${advice}\n`);
  process.exitCode = 1;
}

function onOneLine(text: string): string {
  return text.trim().replaceAll(/\s+/g, " ");
}
