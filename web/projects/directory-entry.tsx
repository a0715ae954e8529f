/** One project of a list: what it is called, what is known of it, and the way to it. */
import type { ReactNode } from "react";
import { say } from "../messages/say.ts";
import type { ProjectAddress } from "../run/project-address.ts";

/** Where the lists stand. */
export interface DirectoryPlace {
  readonly address: ProjectAddress;
  /** The project that the page is about: its id once that is known, else what its address says. */
  readonly current: string | null;
}

interface DirectoryEntryProps {
  /** Somebody's words, unless they are ours. */
  readonly name: string;
  readonly href: string;
  readonly isCurrent: boolean;
  /** What the button says; the name is added for those who hear it alone. */
  readonly label: string;
  readonly children: ReactNode;
}

export const DirectoryEntry = ({ name, href, isCurrent, label, children }: DirectoryEntryProps) => (
  <li className="directory-entry" data-testid="directory-entry" data-current={isCurrent}>
    <div>
      <p className="directory-name">
        <bdi>{name}</bdi>
      </p>
      {isCurrent && <p className="note">{say("directory.current")}</p>}
      {children}
    </div>
    <a className="button" href={href} rel="noreferrer">
      {label} <bdi className="visually-hidden">{name}</bdi>
    </a>
  </li>
);
