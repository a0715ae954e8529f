/** The name, and what this page is. */
import { Mark } from "./icons.tsx";

export const SiteHeader = () => (
  <header className="site-header">
    <h1 className="wordmark">
      <Mark /> Tabloom
    </h1>
    <div>
      <p className="lede">Drop in a file, and this tab learns it.</p>
      <p className="lede-note">
        An AI model trains right here. Nothing is installed, and your file never leaves this tab.
      </p>
    </div>
  </header>
);
