/** The projects that every copy of the program knows: no file has to be sent for them. */
import { useId } from "react";
import { say } from "../messages/say.ts";
import { DirectoryEntry, type DirectoryPlace } from "./directory-entry.tsx";

const PROJECTS = [
  { link: null, name: "data.stories", about: "directory.stories" },
  { link: "tiny", name: "directory.tiny.name", about: "directory.tiny" },
] as const;

export function DirectoryBuiltIn({ address, current }: DirectoryPlace) {
  const headingId = useId();
  return (
    <section className="directory-part" aria-labelledby={headingId} data-testid="built-in">
      <h3 id={headingId}>{say("directory.built-in")}</h3>
      <ul className="directory">
        {PROJECTS.map(({ link, name, about }) => (
          <DirectoryEntry
            key={name}
            name={say(name)}
            href={address.hrefOf(link)}
            isCurrent={link === current}
            label={say("directory.open")}
          >
            <p className="note">{say(about)}</p>
          </DirectoryEntry>
        ))}
      </ul>
    </section>
  );
}
