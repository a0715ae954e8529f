/** What the visitor gave, as a picture that can be shown around. */
import type { CreditView, LedgerApi } from "../../../worker/ledger-api.ts";
import type { LedgerController } from "../ledger-controller.ts";
import { saveFile } from "../save-file.ts";
import { svgToPng } from "../svg-to-png.ts";
import { LOADING } from "../text/screen-text.ts";
import { CERTIFICATE_TEXT } from "../text/you-text.ts";
import { useAction } from "../use-action.ts";
import { useAnswer } from "../use-answer.ts";
import { ActionNote } from "./action-note.tsx";

interface CertificateSectionProps {
  readonly ledger: LedgerController;
  readonly name: string;
  readonly credit: CreditView | null;
}

export function CertificateSection(props: CertificateSectionProps) {
  const hasWork = props.credit !== null && props.credit.contributions > 0;
  return (
    <section className="part" aria-labelledby="certificate-heading">
      <h3 id="certificate-heading">{CERTIFICATE_TEXT.title}</h3>
      <p className="note">{hasWork ? CERTIFICATE_TEXT.note : CERTIFICATE_TEXT.empty}</p>
      {hasWork && <Certificate {...props} />}
    </section>
  );
}

function Certificate({ ledger, name, credit }: CertificateSectionProps) {
  const { state, run } = useAction();
  const stamp = `${name} ${credit?.vested} ${credit?.pending}`;
  const { value: svg, trouble } = useAnswer(ledger, askCertificate, stamp);
  const save = (file: string, make: (drawing: string) => Blob | Promise<Blob>) =>
    run(async () => {
      saveFile(await make(await ledger.ask(askCertificate)), file);
      return CERTIFICATE_TEXT.saved(file);
    });
  return (
    <>
      <div className="certificate">
        {svg === null ? (
          <p className="note">{trouble === "" ? LOADING : trouble}</p>
        ) : (
          // As an image it can run nothing.
          <img
            src={`data:image/svg+xml,${encodeURIComponent(svg)}`}
            alt={`${CERTIFICATE_TEXT.alt} ${name}`}
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
          {CERTIFICATE_TEXT.svg}
        </button>
        <button
          type="button"
          className="button"
          data-testid="certificate-png"
          onClick={() => save("tabloom-certificate.png", svgToPng)}
        >
          {CERTIFICATE_TEXT.png}
        </button>
      </div>
      <ActionNote state={state} />
    </>
  );
}

const askCertificate = (api: LedgerApi) => api.certificate(verifyLink());

const verifyLink = (): string => `${location.origin}${location.pathname}#verify`;
