/**
 * What the visitor has chosen for the next run: project or files, intensity and privacy, and why the last choice was
 * refused. Starting is here too, because it takes these choices and settles them.
 */
import { useCallback, useState } from "react";
import type { Intensity, Problem, ProjectSource } from "../worker/api.ts";
import type { RunController } from "./run/run-controller.ts";
import { isActive, type RunView } from "./run/run-state.ts";
import { checkFiles, FOLDER_PROBLEM } from "./text/file-check.ts";

const BUSY_PROBLEM: Problem = {
  title: "A model is training now.",
  advice: "Stop it first; it is saved. Then drop the file again.",
};

/** Files, and the project that the page was about when they were chosen. */
interface ChosenFiles {
  readonly files: readonly File[];
  readonly besides: string | null;
}

export function useRunSetup(controller: RunController, view: RunView) {
  const [chosen, setChosen] = useState<ChosenFiles | null>(null);
  const [intensity, setIntensity] = useState<Intensity>("half");
  const [isRelayOnly, setIsRelayOnly] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const isBusy = isActive(view);
  const { link } = view;

  const chooseFiles = useCallback(
    (files: readonly File[] | null) => {
      if (isBusy) return setProblem(BUSY_PROBLEM);
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
  const changeIntensity = (next: Intensity) => {
    setIntensity(next);
    controller.setIntensity(next);
  };
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
