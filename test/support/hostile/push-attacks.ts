/** A frame that everybody can see all the time, and a press that was meant for something else. */
import type { FrameSize } from "../../../shared/protocol/frame-look.ts";
import { clicksIn, waitUntilSeen } from "../embed-watch.ts";
import type { Attack } from "./attacks.ts";
import { FRAME_AT, passTime, type Stage } from "./stage.ts";

/** Where the mouse rests, over nothing. */
const REST = [500, 400] as const;

/** Runs in the host's page: brings the frame's corner to this place. */
type Push = (place: { readonly left: number; readonly top: number }) => void;

const PUSHES: Readonly<Record<string, Push>> = {
  "its place": ({ left, top }) =>
    Object.assign(document.getElementById("box")!.style, { left: `${left}px`, top: `${top}px` }),
  "a translation": ({ left, top }) => {
    document.getElementById("box")!.style.transform = `translate(${left - 40}px,${top - 40}px)`;
  },
  "its margins": ({ left, top }) => {
    document.getElementById("w")!.style.margin = `${top - 40}px 0 0 ${left - 40}px`;
  },
  "an animation": ({ left, top }) => {
    const frames = [{ translate: "0 0" }, { translate: `${left - 40}px ${top - 40}px` }];
    document.getElementById("box")!.animate(frames, { duration: 1, fill: "forwards" });
  },
};

async function pushedUnder(stage: Stage, size: FrameSize, push: Push): Promise<number> {
  const [x, y] = await stage.buttonOf(size);
  const frame = await stage.show({ markup: stage.boxMarkup(size).replace("width:700px", "width:360px") });
  await waitUntilSeen(frame);
  await passTime(frame);
  await stage.page.mouse.move(...REST);
  await stage.page.evaluate(push, { left: REST[0] - x, top: REST[1] - y });
  for (let time = 0; time < 3; time++) {
    await stage.page.mouse.down();
    await stage.page.mouse.up();
    await stage.untilTold(frame);
  }
  return clicksIn(frame);
}

/** The mouse rests on the frame, beside the button, until the button comes to it. */
async function pushedAlong(stage: Stage, size: FrameSize): Promise<number> {
  const [x, y] = await stage.buttonOf(size);
  const frame = await stage.show({ markup: stage.boxMarkup(size).replace("width:700px", "width:360px") });
  await waitUntilSeen(frame);
  await stage.page.mouse.move(FRAME_AT + x, FRAME_AT + 4);
  await passTime(frame);
  await stage.page.evaluate(
    (top) => {
      document.getElementById("box")!.style.top = `${top}px`;
    },
    FRAME_AT + 4 - y,
  );
  await stage.untilTold(frame);
  await stage.page.mouse.down();
  await stage.page.mouse.up();
  return clicksIn(frame);
}

async function repeated(
  stage: Stage,
  size: FrameSize,
  press: (stage: Stage) => Promise<void>,
): Promise<number> {
  const [x, y] = await stage.buttonOf(size);
  const field = '<input id="field" style="position:absolute;left:700px;top:600px">';
  const frame = await stage.show({ markup: stage.boxMarkup(size) + field });
  await waitUntilSeen(frame);
  await stage.page.mouse.move(FRAME_AT + x, FRAME_AT + y);
  await press(stage);
  return clicksIn(frame);
}

/** Somebody holds Enter down in a field of the host, which then gives the focus away. */
async function holdEnter({ page }: Stage): Promise<void> {
  await page.focus("#field");
  await page.keyboard.down("Enter");
  await page.evaluate(() => document.querySelector<HTMLIFrameElement>("#w")!.contentWindow!.focus());
  for (let time = 0; time < 10; time++) await page.keyboard.down("Enter");
  await page.keyboard.up("Enter");
}

/** Many presses, all before anybody can have read anything. */
async function pressFast({ page }: Stage): Promise<void> {
  for (let time = 0; time < 6; time++) {
    await page.mouse.down();
    await page.mouse.up();
  }
}

export const pushAttacks = (size: FrameSize): readonly Attack[] => [
  ...Object.entries(PUSHES).map(([name, push]) => ({
    name: `pushed under the mouse by ${name}, ${size}`,
    run: (stage: Stage) => pushedUnder(stage, size, push),
  })),
  { name: `pushed along under the mouse, ${size}`, run: (stage) => pushedAlong(stage, size) },
  { name: `Enter held, ${size}`, run: (stage) => repeated(stage, size, holdEnter) },
  { name: `pressed fast, ${size}`, run: (stage) => repeated(stage, size, pressFast) },
];
