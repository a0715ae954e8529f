/** What was given on one site, and the newest receipts behind it. */
import { useCallback } from "react";
import type { LedgerApi } from "../../../worker/ledger-api.ts";
import type { SiteRow, SitesQuery, SitesView } from "../../../worker/ledger-views/board.ts";
import { Reading } from "../../components/reading.tsx";
import { say, sayWith } from "../../messages/say.ts";
import { hrefOfScreen } from "../../screens/screen-address.ts";
import { formatCount } from "../../text/format.ts";
import type { LedgerController } from "../ledger-controller.ts";
import { formatCredit } from "../text/credit-format.ts";
import { formatDate, formatMoment, formatShortMoment } from "../text/dates.ts";
import { sitesAsOfWords, siteName } from "../text/site-text.ts";
import { useAnswer } from "../use-answer.ts";
import { ReceiptRow } from "./receipt-row.tsx";
import { SiteName } from "./site-name.tsx";

/** Enough to see that there is real work behind it. */
const RECEIPTS_SHOWN = 20;

interface OneSiteProps extends Pick<SitesQuery, "window"> {
  readonly ledger: LedgerController;
  readonly site: string;
  /** Of this site alone. */
  readonly sites: SitesView;
}

export function OneSite({ ledger, site, sites, window }: OneSiteProps) {
  const [row] = sites.rows;
  return (
    <>
      <p className="note">
        <a href={hrefOfScreen("sites")}>{say("sites.all")}</a>
      </p>
      <h3 className="site-title">
        <SiteName site={site} />
      </h3>
      {row === undefined ? (
        <p data-testid="site-unknown">
          {sayWith("sites.unknown", { site: <bdi dir="ltr" /> }, { name: siteName(site) })}
        </p>
      ) : (
        <>
          <p className="note" data-testid="sites-as-of">
            {sitesAsOfWords(sites, window)}
          </p>
          <SiteFigures row={row} />
          <SiteReceipts {...{ ledger, site }} />
        </>
      )}
    </>
  );
}

const SiteFigures = ({ row }: { readonly row: SiteRow }) => (
  <dl className="figures site-figures">
    <Reading label={say("board.unit.credit")} testId="site-credit" value={row.vested}>
      {formatCredit(row.vested)}
    </Reading>
    <Reading label={say("board.pending")} testId="site-pending" value={row.pending}>
      {formatCredit(row.pending)}
    </Reading>
    <Reading label={say("board.contributions")} testId="site-contributions" value={row.contributions}>
      {formatCount(row.contributions)}
    </Reading>
    <Reading label={say("sites.devices")} testId="site-devices" value={row.devices}>
      {formatCount(row.devices)}
    </Reading>
    <Reading
      label={say("sites.since")}
      testId="site-since"
      value={row.firstAt}
      title={formatMoment(row.firstAt)}
    >
      {formatDate(row.firstAt)}
    </Reading>
    <Reading label={say("board.last")} testId="site-last" value={row.lastAt} title={formatMoment(row.lastAt)}>
      {formatDate(row.lastAt)}
    </Reading>
  </dl>
);

function SiteReceipts({ ledger, site }: Pick<OneSiteProps, "ledger" | "site">) {
  const question = useCallback((api: LedgerApi) => api.receiptsFrom(site, RECEIPTS_SHOWN), [site]);
  const { value, trouble } = useAnswer(ledger, question);
  if (value === null) return <p className="note">{trouble === "" ? say("page.loading") : trouble}</p>;
  if (value.length === 0) return <p className="note">{say("board.no-receipts")}</p>;
  return (
    <section className="site-receipts" aria-labelledby="site-receipts">
      <h4 id="site-receipts">{say("board.newest")}</h4>
      <ul className="receipts receipts-dated">
        {value.map((receipt) => (
          <ReceiptRow key={receipt.record} receipt={receipt} ownDevice={null} timeOf={formatShortMoment} />
        ))}
      </ul>
    </section>
  );
}
