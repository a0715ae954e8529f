/** The page's entry: the real ports meet the app. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { must } from "../shared/core/assert.ts";
import { App } from "./app.tsx";
import { browserPorts, isBrowserSupported } from "./compose.ts";
import { createRunController } from "./run/run-controller.ts";
import "./styles/page.css";

const root = must(document.getElementById("app"), "index.html has no #app");
createRoot(root).render(
  <StrictMode>
    <App controller={createRunController(browserPorts())} isSupported={isBrowserSupported()} />
  </StrictMode>,
);
