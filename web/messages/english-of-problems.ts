/** The English of what workers report: whatever opens a worker, or shows its answers, imports this. */
import { messages } from "../../shared/problems/en.json?problems";
import { addEnglish } from "./catalog.ts";

addEnglish(messages);
