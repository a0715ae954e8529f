/** Who gave to a round, by what audits say of it. */
import type { ClothThread, ThreadState } from "../cloth/cloth-row.ts";
import { nameText } from "../cloth/text.ts";
import { say } from "../messages/say.ts";
import { formatShare } from "../text/format.ts";
import { RoundAudits } from "./round-audits.tsx";
import { hueStyle } from "./round-bar.tsx";

const STATES: readonly ThreadState[] = ["audited", "pending", "rejected"];
/** Of one state; more would make a page of one round, and the bar above shows all of them. */
const MOST_PEOPLE = 8;

/** @param threads the own one first, then the widest */
export const RoundPeople = ({ threads }: { readonly threads: readonly ClothThread[] }) => (
  <dl className="round-people">
    {STATES.map((state) => {
      const people = threads.filter((thread) => thread.state === state);
      return people.length > 0 && <Group key={state} state={state} people={people} />;
    })}
    <RoundAudits threads={threads} />
  </dl>
);

interface GroupProps {
  readonly state: ThreadState;
  readonly people: readonly ClothThread[];
}

const Group = ({ state, people }: GroupProps) => (
  <div data-state={state}>
    <dt>{say(`swarm-screen.round.${state}`)}</dt>
    <dd>
      <ul>
        {people.slice(0, MOST_PEOPLE).map((thread) => (
          <li key={thread.who}>
            <Person thread={thread} />
          </li>
        ))}
        {people.length > MOST_PEOPLE && (
          <li>{say("swarm-screen.round.others", { count: people.length - MOST_PEOPLE })}</li>
        )}
      </ul>
    </dd>
  </div>
);

const Person = ({ thread }: { readonly thread: ClothThread }) => (
  <>
    <span
      className="thread round-swatch"
      data-state={thread.state}
      style={hueStyle(thread)}
      aria-hidden="true"
    />
    <bdi>{nameText(thread)}</bdi>{" "}
    {thread.state !== "rejected" && <span className="round-share">{formatShare(thread.share)}</span>}
  </>
);
