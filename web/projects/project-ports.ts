/** The world, as the screens of projects need it besides the ledger and the run. */
import type { FeaturedProject } from "../../shared/protocol/featured.ts";
import type { CountTabs } from "../run/count-tabs.ts";
import type { OpenTrialLink } from "./create-trial-link.ts";

export interface ProjectPorts {
  readonly openTrial: OpenTrialLink;
  readonly countTabs: CountTabs;
  /** What this page's server features; none where it says nothing. Rejects when it cannot be reached, or says nonsense. */
  readonly readFeatured: () => Promise<readonly FeaturedProject[]>;
}
