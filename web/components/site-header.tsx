/** The name, and what this page is. */
import { Mark } from "./icons.tsx";

export const SiteHeader = () => (
  <header className="site-header">
    <h1 className="wordmark">
      <Mark /> Tabloom
    </h1>
    <div>
      <p className="lede">Train an open model together, in your browser.</p>
      <p className="lede-note">
        This tab and others make one AI model. Nothing is installed; Stop ends it at once.
      </p>
    </div>
  </header>
);
