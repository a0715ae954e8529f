/**
 * What the visitor has chosen for the next run: data and intensity, and why the last choice was refused. Starting and
 * resuming are here too, because they take these choices and settle them.
 */
import { useCallback, useState } from "react";
import type { DataSource, Intensity, Problem } from "../worker/api.ts";
import type { RunController } from "./run/run-controller.ts";
import { checkFiles, FOLDER_PROBLEM } from "./text/file-check.ts";

const STORIES: DataSource = { kind: "stories" };

const BUSY_PROBLEM: Problem = {
  title: "A model is training now.",
  advice: "Stop it first; it will be saved. Then drop the file again.",
};

/** @param isBusy true while a run is on: data cannot change then */
export function useRunSetup(controller: RunController, isBusy: boolean) {
  const [source, setSource] = useState<DataSource>(STORIES);
  const [intensity, setIntensity] = useState<Intensity>("half");
  const [problem, setProblem] = useState<Problem | null>(null);
  /** Data was chosen and not yet trained on. */
  const [hasFreshData, setHasFreshData] = useState(false);

  const chooseFiles = useCallback(
    (files: readonly File[] | null) => {
      if (isBusy) return setProblem(BUSY_PROBLEM);
      if (files === null) return setProblem(FOLDER_PROBLEM);
      const check = checkFiles(files);
      setProblem(check.ok ? null : check.problem);
      if (!check.ok) return undefined;
      setSource({ kind: "files", files: check.files });
      return setHasFreshData(true);
    },
    [isBusy],
  );
  const chooseStories = () => {
    setProblem(null);
    setSource(STORIES);
    setHasFreshData(false);
  };
  const settle = () => {
    setProblem(null);
    setHasFreshData(false);
  };
  const start = () => {
    settle();
    controller.start(source, intensity);
  };
  const resume = () => {
    settle();
    controller.resume(intensity);
  };
  const changeIntensity = (next: Intensity) => {
    setIntensity(next);
    controller.setIntensity(next);
  };
  return {
    source,
    intensity,
    problem,
    hasFreshData,
    chooseFiles,
    chooseStories,
    changeIntensity,
    start,
    resume,
  };
}
