/** A part of the settings, under its heading. */
import { type ReactNode, useId } from "react";

interface SettingsPartProps {
  readonly title: string;
  readonly testId: string;
  readonly children: ReactNode;
}

export function SettingsPart({ title, testId, children }: SettingsPartProps) {
  const headingId = useId();
  return (
    <section className="part settings-part" aria-labelledby={headingId} data-testid={testId}>
      <h3 id={headingId}>{title}</h3>
      {children}
    </section>
  );
}
