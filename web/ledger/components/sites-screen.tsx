/** What was given on other people's pages, added up for each of them; or one of them alone. */
import { type ComponentType, useEffect, useState } from "react";
import "../../messages/english-of-screens.ts";
import { useHashLocation } from "wouter/use-hash-location";
import type { SitesQuery, SitesView } from "../../../worker/ledger-views/board.ts";
import { Segments } from "../../components/segments.tsx";
import { say } from "../../messages/say.ts";
import { hrefOfScreen } from "../../screens/screen-address.ts";
import type { ScreenProps } from "../../screens/screen-code.ts";
import type { LedgerController } from "../ledger-controller.ts";
import { siteInPath } from "../site-address.ts";
import { sitesAsOfWords, sitesCountWords } from "../text/site-text.ts";
import { useLedger } from "../use-ledger.ts";
import { useSites } from "../use-sites.ts";
import { WINDOWS } from "./board-choices.tsx";
import { LedgerTrouble } from "./ledger-trouble.tsx";
import { OneSite } from "./one-site.tsx";
import { SitesTable } from "./sites-table.tsx";
import "../../styles/forms.css";
import "../../styles/ledger.css";
import "../../styles/receipts.css";
import "../../styles/leaderboard.css";
import "../../styles/sites.css";

const PAGE = 50;

export function createSitesScreen(ledger: LedgerController): ComponentType<ScreenProps> {
  return () => <SitesScreen ledger={ledger} />;
}

function SitesScreen({ ledger }: { readonly ledger: LedgerController }) {
  useEffect(() => ledger.open(), [ledger]);
  const { summary } = useLedger(ledger);
  const [path] = useHashLocation();
  const site = siteInPath(path);
  const [window, setWindow] = useState<SitesQuery["window"]>("30d");
  const [limit, setLimit] = useState(PAGE);
  const { value, isAsking, trouble } = useSites(ledger, { window, site, limit }, summary?.recordCount ?? 0);
  return (
    <>
      <div className="setup">
        <Segments
          legend={say("board.window")}
          nameOf={(each) => say(`board.window.${each}`)}
          options={WINDOWS}
          chosen={window}
          onChange={setWindow}
          testId="window"
        />
        <p className="note" data-testid="sites-note">
          {say("sites.note")}
        </p>
        <p className="note">
          <a href={hrefOfScreen("embed")}>{say("sites.embed-link")}</a>
        </p>
      </div>
      <div className="run">
        <LedgerTrouble ledger={ledger} unanswered={trouble} />
        {value === null ? (
          trouble === "" && <p className="note">{say("page.loading")}</p>
        ) : (
          <section className="board" aria-busy={isAsking}>
            {site === null ? (
              <AllSites {...{ window }} sites={value} onMore={() => setLimit(limit + PAGE)} />
            ) : (
              <OneSite key={site} {...{ ledger, site, window }} sites={value} />
            )}
          </section>
        )}
      </div>
    </>
  );
}

interface AllSitesProps extends Pick<SitesQuery, "window"> {
  readonly sites: SitesView;
  readonly onMore: () => void;
}

function AllSites({ sites, window, onMore }: AllSitesProps) {
  if (sites.rowCount === 0) {
    return (
      <p data-testid="no-sites">
        {say("sites.empty")} {window === "all" ? "" : say("board.empty-window")}
      </p>
    );
  }
  return (
    <>
      <p className="note board-head">
        <span>
          <span data-testid="sites-as-of">{sitesAsOfWords(sites, window)}</span>{" "}
          <a href={hrefOfScreen("verify")}>{say("board.verify")}</a>
        </span>{" "}
        <span>{sitesCountWords(sites)}</span>
      </p>
      <SitesTable
        rows={sites.rows}
        caption={say("sites.caption", { window: say(`board.window.${window}`) })}
      />
      {sites.rows.length < sites.rowCount && (
        <button type="button" className="button" onClick={onMore}>
          {say("board.more")}
        </button>
      )}
    </>
  );
}
