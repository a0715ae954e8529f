/** The projects that this browser knows, those that its server features, and those that come with the program. */
import { useEffect } from "react";
import { say } from "../messages/say.ts";
import { isActive } from "../run/run-state.ts";
import { hrefOfScreen } from "../screens/screen-address.ts";
import { DirectoryBuiltIn } from "./directory-built-in.tsx";
import { DirectoryFeatured } from "./directory-featured-section.tsx";
import { DirectoryKnown } from "./directory-known.tsx";
import type { ProjectScreenProps } from "./project-screen-props.ts";

export function DirectoryScreen({ view, parts }: ProjectScreenProps) {
  const { ledger, address, projects } = parts;
  useEffect(() => ledger.open(), [ledger]);
  const places = { address, current: view.project?.id ?? view.link };
  return (
    <>
      <div className="directory-side">
        <a className="button button-main create-go" href={hrefOfScreen("create")} data-testid="new-project">
          {say("directory.new")}
        </a>
        <p className="note">{say(isActive(view) ? "directory.busy" : "directory.new.note")}</p>
      </div>
      <div className="run" data-testid="directory">
        <DirectoryKnown {...places} ledger={ledger} stamp={view.lastSave?.head ?? ""} />
        <DirectoryFeatured {...places} readFeatured={projects.readFeatured} />
        <DirectoryBuiltIn {...places} />
      </div>
    </>
  );
}
