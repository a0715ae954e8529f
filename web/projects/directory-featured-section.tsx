/** What the operator of this server recommends. */
import { useCallback, useEffect, useId, useState } from "react";
import type { FeaturedProject } from "../../shared/protocol/featured.ts";
import { ProblemPanel } from "../components/problem-panel.tsx";
import { say, sayWith } from "../messages/say.ts";
import { DirectoryEntry, type DirectoryPlace } from "./directory-entry.tsx";
import type { ProjectPorts } from "./project-ports.ts";

type DirectoryFeaturedProps = DirectoryPlace & Pick<ProjectPorts, "readFeatured">;

export function DirectoryFeatured({ address, current, readFeatured }: DirectoryFeaturedProps) {
  const headingId = useId();
  const { heard, retry } = useFeatured(readFeatured);
  return (
    <section
      className="directory-part"
      aria-labelledby={headingId}
      data-testid="featured"
      data-state={stateOf(heard)}
    >
      <h3 id={headingId}>{say("directory.featured")}</h3>
      {heard === "failed" && (
        <ProblemPanel
          problem={{ title: say("directory.featured.title"), advice: say("directory.featured.advice") }}
          action={{ label: say("page.try-again"), onPress: retry }}
        />
      )}
      {heard === null && <p className="note">{say("page.loading")}</p>}
      {heard !== null && heard !== "failed" && <FeaturedList list={heard} {...{ address, current }} />}
    </section>
  );
}

function FeaturedList({ list, ...place }: DirectoryPlace & { readonly list: readonly FeaturedProject[] }) {
  if (list.length === 0) return <p className="note">{say("directory.featured.none")}</p>;
  return (
    <ul className="directory">
      {list.map((project) => (
        <FeaturedEntry key={`${project.origin ?? ""} ${project.link}`} project={project} {...place} />
      ))}
    </ul>
  );
}

/** Null while it is asked. */
type Heard = readonly FeaturedProject[] | "failed" | null;

const stateOf = (heard: Heard): string => (heard === null ? "asking" : heard === "failed" ? heard : "heard");

function useFeatured(read: ProjectPorts["readFeatured"]): {
  readonly heard: Heard;
  readonly retry: () => void;
} {
  const [heard, setHeard] = useState<Heard>(null);
  const ask = useCallback(() => {
    read().then(setHeard, () => setHeard("failed"));
  }, [read]);
  useEffect(ask, [ask]);
  const retry = () => {
    setHeard(null);
    ask();
  };
  return { heard, retry };
}

interface FeaturedEntryProps extends DirectoryPlace {
  readonly project: FeaturedProject;
}

function FeaturedEntry({ project, address, current }: FeaturedEntryProps) {
  const { title, question = "", link, origin } = project;
  const isElsewhere = origin !== undefined && origin !== location.origin;
  return (
    <DirectoryEntry
      name={title}
      href={isElsewhere ? `${origin}/?project=${link}` : address.hrefOf(link)}
      isCurrent={!isElsewhere && link === current}
      label={say("directory.open")}
    >
      {question !== "" && (
        <p className="note">
          <bdi>{question}</bdi>
        </p>
      )}
      {isElsewhere && (
        <p className="note">
          {sayWith("directory.elsewhere", { place: <bdi /> }, { host: new URL(origin).host })}
        </p>
      )}
    </DirectoryEntry>
  );
}
