/** Frames where no widget belongs: within frames, in sandboxes, on pages that hide who they are. */
import { FRAME_SANDBOX, type FrameSize } from "../../../shared/protocol/frame-look.ts";
import type { HostPage } from "../embed-host.ts";
import { clicksIn } from "../embed-watch.ts";
import type { Attack } from "./attacks.ts";
import { FRAME_AT, middleOf, type Stage } from "./stage.ts";

const WHOLE = 'style="border:0;position:absolute;left:0;top:0;width:800px;height:600px"';

const PLACES: Readonly<Record<string, (stage: Stage, size: FrameSize) => HostPage>> = {
  "a frame of the host's own": (stage, size) => ({
    markup: `<iframe ${WHOLE} src="${stage.host.put({ markup: stage.boxMarkup(size) })}"></iframe>`,
  }),
  "a frame of another site": (stage, size) => ({
    markup: `<iframe ${WHOLE} src="${stage.host.put({ markup: stage.boxMarkup(size) }).replace("127.0.0.1", "localhost")}"></iframe>`,
  }),
  "a frame made of text": (stage, size) => ({
    markup: `<iframe ${WHOLE} srcdoc='${stage.boxMarkup(size)}'></iframe>`,
  }),
  "three frames within each other": (stage, size) => {
    const inner = stage.host.put({ markup: stage.boxMarkup(size) });
    return {
      markup: `<iframe ${WHOLE} src="${stage.host.put({ markup: `<iframe ${WHOLE} src="${inner}">` })}">`,
    };
  },
  "a sandbox without an origin": (stage, size) => ({ markup: stage.frameMarkup(size, "allow-scripts") }),
  "a page that is a sandbox": (stage, size) => ({
    markup: stage.boxMarkup(size),
    headers: { "Content-Security-Policy": "sandbox allow-scripts allow-popups" },
  }),
  "a sandboxed frame around it": (stage, size) => ({
    markup: `<iframe ${WHOLE} sandbox="${FRAME_SANDBOX}" src="${stage.host.put({ markup: stage.boxMarkup(size) })}"></iframe>`,
  }),
};

/** Presses what begins, if there is anything. */
async function pressWhatIsThere(stage: Stage, place: HostPage): Promise<number> {
  await stage.page.goto(stage.host.put(place)); // with all of its frames
  const frame = stage.page.frames().find((each) => each.url().startsWith(`${stage.base}embed`));
  if (frame === undefined) return 0;
  await stage.untilTold(frame);
  const [x, y] = await middleOf(frame);
  if (y === 0) return 0; // it offers nothing
  for (const offset of [0, FRAME_AT]) await stage.press([offset + x, offset + y], frame);
  await stage.pressKeys(frame);
  return clicksIn(frame);
}

export const placeAttacks = (size: FrameSize): readonly Attack[] =>
  Object.entries(PLACES).map(([name, page]) => ({
    name: `in ${name}, ${size}`,
    run: (stage) => pressWhatIsThere(stage, page(stage, size)),
  }));
