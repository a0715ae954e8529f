/** Which build this is: what somebody who reports a problem is asked first. */
import { sayWith } from "../messages/say.ts";

/** Set by the build (vite.config.ts); a page that was not built has none. */
const VERSION: unknown = import.meta.env["TABLOOM_VERSION"];

export const VersionNote = () =>
  typeof VERSION === "string" && (
    <p className="note" data-testid="version">
      {sayWith("pwa.version", { bdi: <bdi /> }, { version: VERSION })}
    </p>
  );
