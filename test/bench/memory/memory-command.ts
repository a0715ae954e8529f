import { Command } from "commander";
export function memoryCommand(): Command { return new Command("memory"); }
