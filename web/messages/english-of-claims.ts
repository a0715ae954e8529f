/** The English of the claim window. */
import { addEnglish } from "./catalog.ts";
import { messages } from "./en.json?claim";

addEnglish(messages);
