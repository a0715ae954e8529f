/** The screens of projects, as one piece of code that is fetched when somebody opens the first of them. */
import type { ComponentType } from "react";
import "../messages/english-of-screens.ts";
import type { ScreenParts, ScreenProps } from "../screens/screen-code.ts";
import { pageClock } from "../transport/page-clock.ts";
import { CreateDesk } from "./create-desk.ts";
import { CreateScreen } from "./create-screen.tsx";
import { DirectoryScreen } from "./directory-screen.tsx";
import { ModelDesk } from "./project-desk.ts";
import type { ProjectScreenProps } from "./project-screen-props.ts";
import { ProjectScreen } from "./project-screen.tsx";
import "../styles/forms.css";
import "../styles/ledger.css";
import "../styles/you.css";
import "../styles/project.css";
import "../styles/create.css";

/** The screens of one page. */
export function createProjectScreens(parts: ScreenParts): ComponentType<ScreenProps> {
  const { controller, openModel } = parts;
  const desk = new ModelDesk(openModel, pageClock);
  controller.subscribe(() => {
    if (controller.view().state === "stopping") desk.close(); // whoever stops means everything
  });
  const create = new CreateDesk(parts.projects.openTrial);
  return (props) => <ProjectScreens {...props} {...{ parts, desk, create }} />;
}

function ProjectScreens(props: ProjectScreenProps & { readonly create: CreateDesk }) {
  switch (props.screen) {
    case "project":
      return <ProjectScreen {...props} />;
    case "create":
      return <CreateScreen {...props} />;
    case "projects":
      return <DirectoryScreen {...props} />;
    default:
      return null; // the others have code of their own
  }
}
