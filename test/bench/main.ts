/** `npm run bench -- <name>`: measurements that take minutes and need a quiet computer, so they are no part of `npm test`. */
import { Command, CommanderError } from "commander";
import { appCommand } from "./app/app-command.ts";
import { cheatsCommand } from "./cheats/cheats-command.ts";
import { engineCommand } from "./engine/engine-command.ts";
import { faultsCommand } from "./faults/faults-command.ts";
import { forgedCommand } from "./forged/forged-command.ts";
import { fuzzCommand } from "./fuzz/fuzz-command.ts";
import { learnCommand } from "./learn/learn-command.ts";
import { memoryCommand } from "./memory/memory-command.ts";
import { receiptsCommand } from "./receipts/receipts-command.ts";
import { syncCommand } from "./sync/sync-command.ts";
import { signalingCommand } from "./signaling/signaling-command.ts";
import { tabsCommand } from "./tabs/tabs-command.ts";
import { toleranceCommand } from "./tolerance/tolerance-command.ts";
import { trafficCommand } from "./traffic/traffic-command.ts";
import { verifyCommand } from "./verify/verify-command.ts";
import { widgetCommand } from "./widget/widget-command.ts";

const program = new Command("bench")
  .description("Measure Tabloom. Other work on the same computer spoils the figures.")
  .addCommand(appCommand())
  .addCommand(cheatsCommand())
  .addCommand(engineCommand())
  .addCommand(faultsCommand())
  .addCommand(forgedCommand())
  .addCommand(fuzzCommand())
  .addCommand(learnCommand())
  .addCommand(memoryCommand())
  .addCommand(receiptsCommand())
  .addCommand(syncCommand())
  .addCommand(signalingCommand())
  .addCommand(tabsCommand())
  .addCommand(toleranceCommand())
  .addCommand(trafficCommand())
  .addCommand(verifyCommand())
  .addCommand(widgetCommand())
  .exitOverride();
for (const command of program.commands) command.exitOverride();

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode; // its message is printed already
  } else {
    console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
// The runtime's threads would keep the process alive.
process.exit();
