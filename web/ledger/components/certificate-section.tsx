/** What the visitor gave, as a picture that can be shown around. */
import { useMemo } from "react";
import type { CreditView } from "../../../worker/ledger-views/receipts.ts";
import type { LedgerApi } from "../../../worker/ledger-api.ts";
import { certificateSvg } from "../certificate-svg.ts";
import type { LedgerController } from "../ledger-controller.ts";
import { saveFile } from "../save-file.ts";
import { svgToPng } from "../svg-to-png.ts";
import { useAction } from "../use-action.ts";
import { useAnswer } from "../use-answer.ts";
import { ActionNote } from "./action-note.tsx";
import { hrefOfScreen } from "../../screens/screen-address.ts";
import { say } from "../../messages/say.ts";

interface CertificateSectionProps {
  readonly ledger: LedgerController;
  readonly name: string;
  readonly credit: CreditView | null;
}

export function CertificateSection(props: CertificateSectionProps) {
  const hasWork = props.credit !== null && props.credit.contributions > 0;
  return (
    <section className="part you-part" aria-labelledby="certificate-heading">
      <h3 id="certificate-heading">{say("certificate.title")}</h3>
      <p className="note">{hasWork ? say("certificate.note") : say("certificate.empty")}</p>
      {hasWork && <Certificate {...props} />}
    </section>
  );
}

function Certificate({ ledger, name, credit }: CertificateSectionProps) {
  const { state, run } = useAction();
  const stamp = `${name} ${credit?.vested} ${credit?.pending}`;
  const { value: view, trouble } = useAnswer(ledger, askCertificate, stamp);
  const svg = useMemo(() => view && certificateSvg(view, verifyLink()), [view]);
  const save = (file: string, make: (drawing: string) => Blob | Promise<Blob>) =>
    run(async () => {
      saveFile(await make(certificateSvg(await ledger.ask(askCertificate), verifyLink())), file);
      return say("file.saved", { file });
    });
  return (
    <>
      <div className="certificate">
        {svg === null ? (
          <p className="note">{trouble === "" ? say("page.loading") : trouble}</p>
        ) : (
          // As an image it can run nothing.
          <img
            src={`data:image/svg+xml,${encodeURIComponent(svg)}`}
            alt={say("certificate.alt", { name })}
            data-testid="certificate"
          />
        )}
      </div>
      <div className="buttons">
        <button
          type="button"
          className="button"
          data-testid="certificate-svg"
          onClick={() =>
            save("tabloom-certificate.svg", (drawing) => new Blob([drawing], { type: "image/svg+xml" }))
          }
        >
          {say("certificate.svg")}
        </button>
        <button
          type="button"
          className="button"
          data-testid="certificate-png"
          onClick={() => save("tabloom-certificate.png", svgToPng)}
        >
          {say("certificate.png")}
        </button>
      </div>
      <ActionNote state={state} />
    </>
  );
}

const askCertificate = (api: LedgerApi) => api.certificate();

const verifyLink = (): string => `${location.origin}${location.pathname}${hrefOfScreen("verify")}`;
