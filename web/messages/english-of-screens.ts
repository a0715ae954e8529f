/** The English of the screens that are loaded later: whatever shows such a screen imports this. */
import { addEnglish } from "./catalog.ts";
import { messages } from "./en.json?screens";

addEnglish(messages);
