/**
 * What the visitor has chosen for the next run: project or files, intensity and privacy, and why the last choice was
 * refused. Starting is here too, because it takes these choices and settles them.
 */
import { useCallback, useState } from "react";
import type { Intensity, ProjectSource } from "../worker/api.ts";
import type { PauseKeeper } from "./pause/pause-keeper.ts";
import { usePauseSettings } from "./pause/use-pause.ts";
import { isActive, type RunView } from "./run/run-state.ts";
import { checkFiles, FOLDER_PROBLEM } from "./text/file-check.ts";
import type { FileProblem } from "./text/file-problem.ts";

/** Files, and the project that the page was about when they were chosen. */
interface ChosenFiles {
  readonly files: readonly File[];
  readonly besides: string | null;
}

export function useRunSetup(controller: PauseKeeper, view: RunView) {
  const [chosen, setChosen] = useState<ChosenFiles | null>(null);
  const { intensity, isRelayOnly } = usePauseSettings(controller);
  const [problem, setProblem] = useState<FileProblem | null>(null);
  const isBusy = isActive(view);
  const { link } = view;

  const chooseFiles = useCallback(
    (files: readonly File[] | null) => {
      if (isBusy) return setProblem({ file: "busy" });
      if (files === null) return setProblem(FOLDER_PROBLEM);
      const check = checkFiles(files);
      setProblem(check.ok ? null : check.problem);
      return check.ok ? setChosen({ files: check.files, besides: link }) : undefined;
    },
    [isBusy, link],
  );
  const chooseProject = () => {
    setProblem(null);
    setChosen(null);
  };
  // Once the files have become a project, the page is about that project.
  const source: ProjectSource =
    chosen !== null && chosen.besides === link
      ? { kind: "files", files: chosen.files }
      : { kind: "project", link };
  const start = () => {
    setProblem(null);
    controller.start(source, { intensity, isRelayOnly });
  };
  const changeIntensity = (next: Intensity) => controller.setIntensity(next);
  const setIsRelayOnly = (next: boolean) => controller.settings.change({ isRelayOnly: next });
  return {
    source,
    intensity,
    isRelayOnly,
    problem,
    chooseFiles,
    chooseProject,
    changeIntensity,
    setIsRelayOnly,
    start,
  };
}
