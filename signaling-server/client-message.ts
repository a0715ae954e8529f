/** From the bytes of a stranger to a message: size, nesting, JSON, schema. Never throws. */
import * as v from "valibot";
import {
  clientHeartbeatSchema,
  clientJoinSchema,
  clientPeersSchema,
  clientRelaySchema,
  SIGNALING_DEPTH,
  SIGNALING_FRAME_BYTES,
} from "../shared/protocol/signaling.ts";

const schema = v.variant("type", [
  clientHeartbeatSchema,
  clientRelaySchema,
  clientJoinSchema,
  clientPeersSchema,
]);
export type ClientMessage = v.InferOutput<typeof schema>;

export type ParsedMessage =
  | { readonly ok: true; readonly message: ClientMessage }
  | { readonly ok: false; readonly reason: string };

const refusal = (reason: string): ParsedMessage => ({ ok: false, reason });

export function parseClientMessage(data: Buffer, isBinary: boolean): ParsedMessage {
  if (isBinary) return refusal("A message must be text.");
  if (data.length > SIGNALING_FRAME_BYTES) return refusal("The message is too long.");
  const text = data.toString();
  // Before anything recurses: what is relayed is also parsed and printed by others.
  if (isTooDeep(text)) return refusal("The message is nested too deeply.");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refusal("The message is not JSON.");
  }
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return { ok: true, message: result.output };
  return refusal(`The message is malformed at ${v.getDotPath(result.issues[0]) ?? "its start"}.`);
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** Opening and closing brackets and braces differ from each other in these bits alone: "[" 5b, "{" 7b, "]" 5d, "}" 7d. */
const BRACKET_BIT = 0x20;

function isTooDeep(text: string): boolean {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (isInString) {
      if (code === BACKSLASH) index++;
      else if (code === QUOTE) isInString = false;
    } else if (code === QUOTE) {
      isInString = true;
    } else if ((code | BRACKET_BIT) === 0x7b) {
      if (++depth > SIGNALING_DEPTH) return true;
    } else if ((code | BRACKET_BIT) === 0x7d) {
      depth--;
    }
  }
  return false;
}
