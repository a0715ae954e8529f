/** Where the cloth is while a project is trained. Its code comes when the first visitor starts; the page trains without it. */
import { type FunctionComponent, lazy, Suspense } from "react";
import type { RunClothProps } from "../cloth/run-cloth.tsx";

const RunCloth = lazy(() =>
  import("../cloth/run-cloth.tsx").then(
    ({ RunCloth }): { default: FunctionComponent<RunClothProps> } => ({ default: RunCloth }),
    () => ({ default: NoCloth }),
  ),
);

export const ClothPlace = (props: RunClothProps) => (
  <Suspense fallback={<div className="cloth-place" />}>
    <RunCloth {...props} />
  </Suspense>
);

const NoCloth = () => null;
