/** What the visitor has chosen for the next run: data and intensity, and why the last choice was refused. */
import { useCallback, useState } from "react";
import type { DataSource, Intensity, Problem } from "../worker/api.ts";
import { checkFiles, FOLDER_PROBLEM } from "./text/file-check.ts";

const STORIES: DataSource = { kind: "stories" };

const BUSY_PROBLEM: Problem = {
  title: "A model is training now.",
  advice: "Stop it first; it will be saved. Then drop the file again.",
};

export type RunSetup = ReturnType<typeof useRunSetup>;

/** @param isBusy true while a run is on: data cannot change then */
export function useRunSetup(isBusy: boolean) {
  const [source, setSource] = useState<DataSource>(STORIES);
  const [intensity, setIntensity] = useState<Intensity>("half");
  const [problem, setProblem] = useState<Problem | null>(null);
  /** Data was chosen and not yet trained on. */
  const [isFresh, setIsFresh] = useState(false);

  const chooseFiles = useCallback(
    (files: readonly File[] | null) => {
      if (isBusy) return setProblem(BUSY_PROBLEM);
      if (files === null) return setProblem(FOLDER_PROBLEM);
      const check = checkFiles(files);
      setProblem(check.ok ? null : check.problem);
      if (!check.ok) return undefined;
      setSource({ kind: "files", files: check.files });
      return setIsFresh(true);
    },
    [isBusy],
  );
  const chooseStories = () => {
    setProblem(null);
    setSource(STORIES);
  };
  /** Call when a run begins. */
  const settle = () => {
    setProblem(null);
    setIsFresh(false);
  };
  return { source, intensity, problem, isFresh, chooseFiles, chooseStories, setIntensity, settle };
}
