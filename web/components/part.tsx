/** A part of a screen, under its heading. */
import { type ReactNode, useId } from "react";

interface PartProps {
  readonly title: string;
  readonly testId: string;
  /** Of its screen: how its parts stand to each other. */
  readonly className: string;
  readonly children: ReactNode;
}

export function Part({ title, testId, className, children }: PartProps) {
  const headingId = useId();
  return (
    <section className={`part ${className}`} aria-labelledby={headingId} data-testid={testId}>
      <h3 id={headingId}>{title}</h3>
      {children}
    </section>
  );
}
