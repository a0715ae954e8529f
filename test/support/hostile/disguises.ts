/**
 * Ways in which a host can keep its visitors from seeing what they press. Each is markup for a page whose frame is `#w` in `#box`, at (40, 40), and that a
 * real press still reaches. X and Y stand for the middle of the frame's button, so that what turns or shrinks the frame leaves the button where it is.
 */

export interface Disguise {
  readonly name: string;
  /** With Xpx and Ypx for the button's middle, from the frame's corner. */
  readonly markup: string;
  /** Runs when the markup is there. */
  readonly script?: () => void;
  /** Only the press itself finds too little: before it all could be read, so there is nothing hostile about what comes "until the last moment". */
  readonly isReadable?: boolean;
  /** Where the button is then, from where the frame's corner was; by default where it was. */
  readonly point?: (x: number, y: number) => readonly [number, number];
}

const styled = (name: string, css: string, more: Omit<Disguise, "name" | "markup"> = {}): Disguise => ({
  name,
  markup: `<style>${css}</style>`,
  ...more,
});
/** Something that lets every press through. */
const over = (name: string, css: string, content = ""): Disguise => ({
  name,
  markup: `<div style="position:fixed;z-index:9;pointer-events:none;${css}">${content}</div>`,
});
const atCentre = (css: string) => `#w{transform-origin:Xpx Ypx;transform:${css}}`;
const sized = (width: number, height: number, isReadable = false): Disguise =>
  styled(`a frame of ${width} × ${height}`, `#w{width:${width}px;height:${height}px}`, {
    isReadable,
    point: (x, y) => [Math.min(x, width / 2), Math.min(y, height / 2)],
  });
const zoomed = (name: string, css: string, zoom: number): Disguise =>
  styled(name, css, { point: (x, y) => [x * zoom, y * zoom] });

export const DISGUISES: readonly Disguise[] = [
  styled("opacity 0", "#w{opacity:0}"),
  styled("opacity 0.01 around it", "#box{opacity:.01}"),
  styled("opacity 0.9", "#w{opacity:.9}"),
  styled("a filter that makes it transparent", "#w{filter:opacity(0)}"),
  styled("a blur", "#w{filter:blur(20px)}"),
  styled("no contrast, of the whole page", "html{filter:contrast(0)}"),
  styled("a blend with what is below", "#w{mix-blend-mode:difference}"),
  styled(
    "an animation of its opacity",
    "@keyframes f{50%{opacity:.02}}#w{animation:f 60s infinite;opacity:.5}",
  ),
  styled(
    "a cut with room for the button alone",
    "#w{clip-path:inset(calc(Ypx - 9px) 20px 4px calc(Xpx - 9px))}",
  ),
  styled(
    "a window with room for the button alone",
    "#box{overflow:hidden;width:calc(Xpx + 40px);height:calc(Ypx + 16px)}#w{margin:-16px 0 0 -40px}",
    {
      point: (x, y) => [x - 40, y - 16],
    },
  ),
  styled(
    "a window of one pixel",
    "#box{overflow:hidden;width:1px;height:1px}#w{margin:calc(0px - Ypx) 0 0 calc(0px - Xpx)}",
    {
      point: () => [0, 0],
    },
  ),
  styled("half its size", atCentre("scale(.5)")),
  styled("a hundredth of its size", atCentre("scale(.01)")),
  styled("a slight turn", atCentre("rotate(3deg)")),
  styled("upside down", atCentre("rotate(180deg)")),
  styled("a mirror image", atCentre("scaleX(-1)")),
  styled("a slant", atCentre("skewX(40deg)")),
  styled("far away", atCentre("perspective(100px) translateZ(-400px)")),
  zoomed("a zoom of a tenth", "#w{zoom:.1}", 0.1),
  { ...styled("a zoom of a quarter of all", "#box{zoom:.25}"), point: (x, y) => [x / 4 - 30, y / 4 - 30] },
  over("a transparent cover", "inset:0"),
  over("a white cover", "inset:0;background:#fff"),
  over(
    "a text over it",
    "left:40px;top:40px",
    '<b style="font:60px serif;background:#fff">Play the film</b>',
  ),
  over("a cover that blurs", "inset:0;backdrop-filter:blur(30px)"),
  over(
    "a cover with a hole for the button",
    "left:40px;top:40px;width:calc(Xpx - 40px);height:300px;background:#fff",
  ),
  over(
    "a shadow of something beside it",
    "left:4px;top:4px;width:9px;height:9px;box-shadow:0 0 0 600px #fff",
  ),
  over("an outline of something beside it", "left:4px;top:4px;width:9px;height:9px;outline:600px solid #fff"),
  over(
    "a picture over it",
    "inset:0",
    '<svg width="900" height="700"><rect width="900" height="700" fill="#fff"/></svg>',
  ),
  over(
    "a false mouse over it",
    "left:calc(Xpx + 44px);top:calc(Ypx + 44px);width:9px;height:16px;background:#000",
  ),
  styled(
    "a cover made of the page's own content",
    "body::after{content:'';position:fixed;inset:0;background:#fff;pointer-events:none}",
  ),
  {
    name: "its place below what lets presses through",
    markup: `<style>#box{z-index:-1}body{pointer-events:none}#w{pointer-events:auto}</style><div style="height:700px;background:#fff"></div>`,
  },
  {
    name: "a layer above all others",
    markup: `<div popover="manual" id="layer" style="inset:0;width:100%;height:100%;border:0;pointer-events:none"></div>`,
    script: () => document.getElementById("layer")?.showPopover(),
  },
  {
    name: "a dialog's backdrop",
    markup: `<style>::backdrop{pointer-events:none;background:#fff}</style><dialog id="layer" style="pointer-events:none"></dialog>`,
    script: () => document.querySelector<HTMLDialogElement>("dialog#layer")?.showModal(),
  },
  styled("most of it beyond the window's left edge", "#box{left:calc(9px - Xpx)}", { point: () => [-31, 0] }),
  styled("most of it beyond the window's upper edge", "#box{top:calc(9px - Ypx)}", {
    point: (x) => [x, -31],
  }),
  sized(1, 1),
  sized(100, 50),
  sized(239, 288, true),
  sized(360, 71, true),
  styled("no display", "#w{display:none}"),
  styled("a hidden frame", "#w{visibility:hidden}"),
  styled("content that is skipped", "#box{content-visibility:hidden}"),
];

/**
 * What Chromium 140 tells no frame of: it reports a frame under a mask, or cut by anything but a rectangle, as seen (HasDistortingVisualEffects looks
 * at opacity, filters, blends and transforms alone). `npm run bench -- widget` counts them apart.
 */
export const UNTOLD_DISGUISES: readonly Disguise[] = [
  styled("a mask", "#w{mask-image:linear-gradient(transparent,transparent)}"),
  styled("a mask around it", "#box{mask-image:linear-gradient(transparent,transparent)}"),
  styled("a mask for its border", "#w{-webkit-mask-box-image:linear-gradient(transparent,transparent)}"),
  styled(
    "a cut of three specks",
    "#w{clip-path:polygon(evenodd,0 0,1px 0,1px 1px,calc(Xpx - 5px) calc(Ypx - 5px),calc(Xpx + 5px) calc(Ypx - 5px),calc(Xpx + 5px) calc(Ypx + 5px),100% 100%,0 1px)}",
  ),
];
