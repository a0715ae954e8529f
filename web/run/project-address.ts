/** The page's address as far as it names a project: `/?project=<id or name>`. */
export interface ProjectAddress {
  /** The project that the address names; null: the main one. */
  readonly link: () => string | null;
  /** Puts the project into the address without loading anything, so that a reload finds it. */
  readonly show: (link: string) => void;
  /** Address of another project on this page, for a link. */
  readonly hrefOf: (link: string | null) => string;
  /** What to send to others. */
  readonly shareUrl: (link: string) => string;
}
