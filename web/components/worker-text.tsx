/** A sentence that came in English, from the worker or from a peer: said so, for those who hear it, and set in its own direction. */
import type { ReactNode } from "react";

export const WorkerText = ({ children }: { readonly children?: ReactNode }) => (
  <bdi lang="en">{children}</bdi>
);
