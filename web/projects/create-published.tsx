/** The project is there: its link, and where to go from here. */
import { useEffect, useRef } from "react";
import { ShareLink } from "../components/share-link.tsx";
import { say, sayWith } from "../messages/say.ts";
import type { ProjectAddress } from "../run/project-address.ts";
import { hrefOfScreen } from "../screens/screen-address.ts";
import { ProjectCode } from "./project-sharing.tsx";

interface CreatePublishedProps {
  readonly link: string;
  readonly title: string;
  readonly address: ProjectAddress;
  /** Begins another project. */
  readonly onAnother: () => void;
}

export function CreatePublished({ link, title, address, onAnother }: CreatePublishedProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  // The button that had the focus is gone.
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const url = address.shareUrl(link);
  return (
    <div className="run create" data-testid="published" data-link={link}>
      <section className="create-part">
        <h3 className="project-name" ref={heading} tabIndex={-1}>
          {sayWith("create.published", { name: <bdi /> }, { title })}
        </h3>
        <p>{say("create.published.what")}</p>
        <div className="published-link">
          <ShareLink url={url} />
          <ProjectCode url={url} />
        </div>
        <div className="buttons">
          <a className="button button-main" href={hrefOfScreen("donate")} data-testid="published-train">
            {say("create.published.train")}
          </a>
          <a className="button" href={hrefOfScreen("project")} data-testid="published-project">
            {say("create.published.project")}
          </a>
          <button type="button" className="button" data-testid="create-another" onClick={onAnother}>
            {say("create.published.another")}
          </button>
        </div>
      </section>
    </div>
  );
}
