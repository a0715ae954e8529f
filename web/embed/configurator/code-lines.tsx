/** Lines to copy, as they are. */
import { CopyButton } from "../../ledger/components/copy-button.tsx";

interface CodeLinesProps {
  readonly text: string;
  readonly what: string;
  readonly testId: string;
}

export const CodeLines = ({ text, what, testId }: CodeLinesProps) => (
  <div className="code-lines">
    {/* It scrolls, so it can have the keyboard's focus. */}
    <pre dir="ltr" tabIndex={0} aria-label={what} role="group" data-testid={testId}>
      <code>{text}</code>
    </pre>
    <p className="code-copy">
      <CopyButton text={text} what={what} />
    </p>
  </div>
);
