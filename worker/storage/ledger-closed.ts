/** What records that were removed came to, on this browser's disk: a row for every device in a project. What is read back is checked like records are. */
import type { Transaction } from "dexie";
import * as v from "valibot";
import { isHash } from "../../shared/core/ids.ts";
import type { ClosedAccount } from "../../shared/ledger/accounts/closed-accounts.ts";
import { countField, timeField } from "../../shared/ledger/fields.ts";

const name = v.pipe(v.string(), v.check(isHash, "not a name"));
const flops = v.pipe(v.bigint(), v.minValue(0n));
const amounts = v.strictObject({ vested: flops, pending: flops, voided: flops });
const hour = v.strictObject({
  hour: countField(0),
  work: amounts,
  audits: amounts,
  contributionCount: countField(0),
  acceptedCount: countField(0),
  auditCount: countField(0),
  firstAt: timeField,
  lastAt: timeField,
});
const share = v.strictObject({
  root: name,
  team: v.nullable(name),
  hours: v.pipe(v.array(hour), v.minLength(1)),
});
const rowSchema: v.GenericSchema<unknown, ClosedAccount> = v.strictObject({
  project: name,
  device: name,
  until: timeField,
  writtenAt: timeField,
  shares: v.array(share),
});

/** Null for a row that is not what this program writes. */
export function parseClosedRow(row: unknown): ClosedAccount | null {
  const parsed = v.safeParse(rowSchema, row);
  return parsed.success ? parsed.output : null;
}

/** As this page read and wrote the rows last. */
export class SeenClosed {
  readonly #rows = new Map<string, ClosedAccount>();

  see(rows: readonly ClosedAccount[]): void {
    for (const row of rows) this.#rows.set(keyOf(row), row);
  }

  /** Whether the row is what this page thinks it is. */
  isCurrent(row: ClosedAccount | undefined, next: ClosedAccount): boolean {
    return row?.writtenAt === this.#rows.get(keyOf(next))?.writtenAt;
  }

  /** What the page remembers, into a database that was deleted below it. */
  refill(transaction: Transaction): void {
    if (this.#rows.size > 0)
      void transaction.table<ClosedAccount>("closed").bulkPut([...this.#rows.values()]);
  }
}

const keyOf = ({ project, device }: ClosedAccount) => `${project} ${device}`;
