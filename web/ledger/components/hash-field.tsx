/** A hash, short for the eye and whole for the clipboard. */
import { formatHash } from "../../text/format.ts";
import { CopyButton } from "./copy-button.tsx";

interface HashFieldProps {
  readonly hash: string;
  /** What it is of. */
  readonly name: string;
}

export const HashField = ({ hash, name }: HashFieldProps) => (
  <span className="hash-field">
    <span className="hash" title={hash}>
      {formatHash(hash)}
    </span>
    <CopyButton text={hash} what={name} />
  </span>
);
