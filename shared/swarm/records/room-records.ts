/** Which records a project's room is there for. */
import type { Hash } from "../../core/ids.ts";
import type { CheckedRecord } from "../../ledger/checked-record.ts";

/** What belongs to the project, or to none. */
export function isOfRoom({ content }: CheckedRecord, project: Hash): boolean {
  switch (content?.type) {
    case "contribution":
    case "commit":
    case "verdict":
      return content.body.project === project;
    case "project":
      return false; // a manifest is a blob, which whoever opens the project asks for
    default:
      return true;
  }
}
