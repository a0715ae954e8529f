/** A new project: what it learns, what it is, a trial in this tab, one link. */
import { useEffect, useSyncExternalStore } from "react";
import { say } from "../messages/say.ts";
import { isActive } from "../run/run-state.ts";
import { useFileDrop } from "../use-file-drop.ts";
import { CreateData } from "./create-data.tsx";
import type { CreateDesk } from "./create-desk.ts";
import { CreateModelChoice } from "./create-model-choice.tsx";
import { CreatePublish } from "./create-publish.tsx";
import { CreatePublished } from "./create-published.tsx";
import { CreateTokenizer } from "./create-tokenizer.tsx";
import { CreateTrial } from "./create-trial.tsx";
import { CreateWords } from "./create-words.tsx";
import type { ProjectScreenProps } from "./project-screen-props.ts";

const NOTES = ["create.how.here", "create.how.link"] as const;

interface CreateScreenProps extends ProjectScreenProps {
  readonly create: CreateDesk;
}

export function CreateScreen({ view: run, parts, create }: CreateScreenProps) {
  const { controller, address } = parts;
  const view = useSyncExternalStore(create.subscribe, create.view);
  const isDropTarget = useFileDrop(create.chooseFiles);
  useEffect(() => create.stop, [create]);
  const isBusy = isActive(run);
  const { publish } = view;
  if (publish.kind === "published")
    return <CreatePublished {...publish} {...{ address }} onAnother={create.clear} />;
  return (
    <>
      <div className="run create" data-testid="create">
        <fieldset className="create-entries" disabled={publish.kind === "publishing"}>
          <CreateData {...view} {...{ isDropTarget }} chooseFiles={create.chooseFiles} />
          {view.look.kind === "looked" && view.look.data.kind === "text" && (
            <CreateTokenizer
              data={view.look.data}
              refusedTokenizer={view.refusedTokenizer}
              onChoose={(file) => create.chooseFiles([file])}
              onDrop={create.dropTokenizer}
            />
          )}
          {view.look.kind === "looked" && (
            <CreateModelChoice data={view.look.data} model={view.model} onChange={create.chooseModel} />
          )}
          <CreateWords words={view.words} onChange={create.write} />
        </fieldset>
        <CreateTrial {...view} isBusy={isBusy} onStart={create.startTrial} onStop={create.stop} />
        <CreatePublish
          {...{ view, isBusy, controller }}
          isResting={run.state === "resting"}
          onPublish={() => create.publish(controller)}
        />
      </div>
      <section className="how">
        <h3>{say("create.how")}</h3>
        {NOTES.map((id) => (
          <p key={id} className="note">
            {say(id)}
          </p>
        ))}
      </section>
    </>
  );
}
