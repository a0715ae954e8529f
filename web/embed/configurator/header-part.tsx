/** What a page with a strict policy adds to its headers, and a look at the headers that it has. */
import { useId, useState } from "react";
import { permissionsPolicy, policySources } from "../../../shared/protocol/embed-snippet.ts";
import { Part } from "../../components/part.tsx";
import { say } from "../../messages/say.ts";
import { checkHeaders, HEADER_CHARACTERS, type HeaderFinding } from "./check-headers.ts";
import { CodeLines } from "./code-lines.tsx";

export function HeaderPart({ base }: { readonly base: string }) {
  const fieldId = useId();
  const [text, setText] = useState("");
  const lines = [
    `Content-Security-Policy: ${policySources(base, true).join("; ")}`,
    `Permissions-Policy: ${permissionsPolicy(base)}`,
  ].join("\n");
  return (
    <Part className="embed-part" title={say("widget.headers")} testId="embed-headers">
      <p>{say("widget.headers.what")}</p>
      <CodeLines text={lines} what={say("widget.headers")} testId="embed-header-lines" />
      <div className="field">
        <label htmlFor={fieldId}>{say("widget.headers.paste")}</label>
        <textarea
          id={fieldId}
          rows={5}
          dir="ltr"
          spellCheck={false}
          maxLength={HEADER_CHARACTERS}
          placeholder={"content-security-policy: default-src 'self'\nx-frame-options: DENY"}
          value={text}
          data-testid="embed-header-text"
          onChange={({ target }) => setText(target.value)}
        />
      </div>
      <div role="status" data-testid="embed-header-findings">
        {text.trim() !== "" && <Findings findings={checkHeaders(text, base)} />}
      </div>
    </Part>
  );
}

/** Within a sentence that may run the other way. */
const leftToRight = (text: string): string => `\u2066${text}\u2069`;

const Findings = ({ findings }: { readonly findings: readonly HeaderFinding[] }) => (
  <ul className="header-findings">
    {findings.map(({ kind, code, value }) => (
      <li key={code} data-kind={kind}>
        <strong>{say(`widget.finding.${kind}`)}</strong>{" "}
        {say(`widget.finding.${code}`, { value: leftToRight(value) })}
      </li>
    ))}
  </ul>
);
