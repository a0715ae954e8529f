import type { Hash } from "../../core/ids.ts";
import type { Known } from "../book/known-record.ts";

/**
 * The team that a device was in when it wrote the record at `seq`: credit stays where it was earned, whoever changes teams later.
 * @param identities of the device, ascending by place
 */
export function teamAt(identities: readonly Known<"identity">[], seq: number): Hash | null {
  let low = 0;
  let high = identities.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (identities[middle]!.content.seq < seq) low = middle + 1;
    else high = middle;
  }
  return identities[low - 1]?.content.body.team ?? null;
}
