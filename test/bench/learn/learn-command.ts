import { Command } from "commander";
export function learnCommand(): Command { return new Command("learn"); }
