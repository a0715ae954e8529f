/** Everything that one receipt proves. */
import type { ReactNode } from "react";
import type { PeerId } from "../../../shared/core/ids.ts";
import { fingerprintOf } from "../../../shared/ledger/identity/pseudonym.ts";
import type { AuditView, ReceiptView } from "../../../worker/ledger-views/receipts.ts";
import { CheckIcon, ProblemIcon } from "../../components/icons.tsx";
import { formatCount, formatLoss } from "../../text/format.ts";
import { modelLabel } from "../../text/model-name.ts";
import { hrefOfSite } from "../site-address.ts";
import { formatFlops, laptopTime } from "../text/flop-format.ts";
import { formatMoment } from "../text/dates.ts";
import { auditWords, profileWords, receiptReason, weightWords, workWords } from "../text/receipt-text.ts";
import { HashField } from "./hash-field.tsx";
import { PeerName } from "./peer-name.tsx";
import { SiteName } from "./site-name.tsx";
import { say, sayWith } from "../../messages/say.ts";

interface ReceiptProofProps {
  readonly receipt: ReceiptView;
  readonly ownDevice: PeerId | null;
}

export function ReceiptProof({ receipt, ownDevice }: ReceiptProofProps) {
  const { project, projectName, round, modelName, flops, loss, profile, at, device, commit } = receipt;
  return (
    <dl className="facts">
      <Fact label={say("receipt.why")}>{receiptReason(receipt.state)}</Fact>
      <Fact label={say("receipt.project")}>
        {projectName} <HashField hash={project} name={say("receipt.project")} />
      </Fact>
      <Fact label={say("receipt.round")}>
        {say("receipt.when", { round: formatCount(round), moment: formatMoment(at) })}
      </Fact>
      <Fact label={say("receipt.model")}>{modelLabel(modelName)}</Fact>
      <Fact label={say("receipt.work")}>
        {say("receipt.work-weighed", { work: workWords(receipt), weight: weightWords(receipt) })}
      </Fact>
      <Fact label={say("receipt.flops")}>
        {say("receipt.operations", { flops: formatFlops(flops), time: laptopTime(flops) })}
      </Fact>
      <Fact label={say("receipt.loss")}>{formatLoss(loss)}</Fact>
      <Fact label={say("receipt.profile")}>{profileWords(profile)}</Fact>
      <Fact label={say("receipt.device")}>
        <span className="hash">{fingerprintOf(device)}</span>
        {device === ownDevice && <> {say("receipt.this-device", { here: say("devices.here") })}</>}
      </Fact>
      {receipt.site !== null && (
        <Fact label={say("receipt.site")}>
          <a href={hrefOfSite(receipt.site)}>
            <SiteName site={receipt.site} />
          </a>{" "}
          {say("receipt.site-note")}
        </Fact>
      )}
      <Fact label={say("receipt.record")}>
        <HashField hash={receipt.record} name={say("receipt.record")} />
      </Fact>
      <Fact label={say("receipt.commit")}>
        {commit === null ? "–" : <HashField hash={commit} name={say("receipt.commit")} />}
      </Fact>
      <Fact label={say("receipt.cosigners")}>
        <Cosigners cosigners={receipt.cosigners} />
      </Fact>
      <Fact label={say("receipt.audits")}>
        {receipt.audits.length === 0 ? (
          say("receipt.no-audits")
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
  if (cosigners.length === 0) return say("receipt.no-cosigners");
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
      {sayWith(
        "receipt.audit.line",
        { peer: <PeerName name={audit.auditorName} peer={audit.auditor} /> },
        { name: audit.auditorName, found: auditWords(audit), moment: formatMoment(audit.at) },
      )}
    </span>
  </li>
);
