/** Sites by what was given on them. Each leads to its own figures. */
import type { SiteRow } from "../../../worker/ledger-views/board.ts";
import { say } from "../../messages/say.ts";
import { formatCount } from "../../text/format.ts";
import { hrefOfSite } from "../site-address.ts";
import { formatCredit } from "../text/credit-format.ts";
import { SiteName } from "./site-name.tsx";

interface SitesTableProps {
  readonly rows: readonly SiteRow[];
  readonly caption: string;
}

export const SitesTable = ({ rows, caption }: SitesTableProps) => (
  <table className="board-table sites-table">
    <caption className="visually-hidden">{caption}</caption>
    <thead>
      <tr>
        <th scope="col" className="number">
          {say("board.rank")}
        </th>
        <th scope="col">{say("sites.site")}</th>
        <th scope="col" className="number">
          {say("board.unit.credit")}
        </th>
        <th scope="col" className="number wide">
          {say("board.contributions")}
        </th>
        <th scope="col" className="number wide">
          {say("sites.devices")}
        </th>
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <Row key={row.site} row={row} />
      ))}
    </tbody>
  </table>
);

const Row = ({ row }: { readonly row: SiteRow }) => (
  <tr data-testid="site-row">
    <td className="number">{formatCount(row.rank)}</td>
    <th scope="row">
      <a className="site-link" href={hrefOfSite(row.site)}>
        <SiteName site={row.site} />
      </a>
    </th>
    <td className="number">{formatCredit(row.vested)}</td>
    <td className="number wide">{formatCount(row.contributions)}</td>
    <td className="number wide">{formatCount(row.devices)}</td>
  </tr>
);
