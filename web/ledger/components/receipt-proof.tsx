/** Everything that one receipt proves. */
import type { ReactNode } from "react";
import type { PeerId } from "../../../shared/core/ids.ts";
import { fingerprintOf } from "../../../shared/ledger/identity/pseudonym.ts";
import type { AuditView, ReceiptView } from "../../../worker/ledger-api.ts";
import { CheckIcon, ProblemIcon } from "../../components/icons.tsx";
import { formatCount, formatLoss } from "../../text/format.ts";
import { formatFlops, laptopTime } from "../text/credit-format.ts";
import { formatMoment } from "../text/dates.ts";
import {
  auditWords,
  NO_AUDITS,
  NO_COSIGNERS,
  profileWords,
  RECEIPT_LABELS,
  receiptReason,
  weightWords,
  workWords,
} from "../text/receipt-text.ts";
import { DEVICES_TEXT } from "../text/you-text.ts";
import { HashField } from "./hash-field.tsx";
import { PeerName } from "./peer-name.tsx";

interface ReceiptProofProps {
  readonly receipt: ReceiptView;
  readonly ownDevice: PeerId | null;
}

export function ReceiptProof({ receipt, ownDevice }: ReceiptProofProps) {
  const { project, projectName, round, modelName, flops, loss, profile, at, device, commit } = receipt;
  const label = RECEIPT_LABELS;
  const weight = weightWords(receipt);
  return (
    <dl className="facts">
      <Fact label={label.why}>{receiptReason(receipt.state)}</Fact>
      <Fact label={label.project}>
        {projectName} <HashField hash={project} name={label.project} />
      </Fact>
      <Fact label={label.round}>
        {formatCount(round)}, {formatMoment(at)}
      </Fact>
      <Fact label={label.model}>{modelName}</Fact>
      <Fact label={label.work}>
        {workWords(receipt)}. {weight}
      </Fact>
      <Fact label={label.flops}>
        {formatFlops(flops)}, {laptopTime(flops)}
      </Fact>
      <Fact label={label.loss}>{formatLoss(loss)}</Fact>
      <Fact label={label.profile}>{profileWords(profile)}</Fact>
      <Fact label={label.device}>
        <span className="hash">{fingerprintOf(device)}</span>
        {device === ownDevice && ` (${DEVICES_TEXT.here})`}
      </Fact>
      <Fact label={label.record}>
        <HashField hash={receipt.record} name={label.record} />
      </Fact>
      <Fact label={label.commit}>
        {commit === null ? "–" : <HashField hash={commit} name={label.commit} />}
      </Fact>
      <Fact label={label.cosigners}>
        <Cosigners cosigners={receipt.cosigners} />
      </Fact>
      <Fact label={label.audits}>
        {receipt.audits.length === 0 ? (
          NO_AUDITS
        ) : (
          <ul>
            {receipt.audits.map((audit) => (
              <Audit key={`${audit.auditor} ${audit.at}`} audit={audit} />
            ))}
          </ul>
        )}
      </Fact>
    </dl>
  );
}

const Fact = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <div className="fact">
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
);

function Cosigners({ cosigners }: Pick<ReceiptView, "cosigners">) {
  if (cosigners.length === 0) return NO_COSIGNERS;
  return (
    <ul className="cosigners">
      {cosigners.map(({ device, name }) => (
        <li key={device}>
          <PeerName name={name} peer={device} />
        </li>
      ))}
    </ul>
  );
}

const Audit = ({ audit }: { readonly audit: AuditView }) => (
  <li className="audit" data-result={audit.result}>
    {audit.result === "match" ? <CheckIcon /> : <ProblemIcon />}
    <span>
      <PeerName name={audit.auditorName} peer={audit.auditor} /> {auditWords(audit)}, {formatMoment(audit.at)}
    </span>
  </li>
);
