import type { Graphics } from "../race.ts";

/** What WebGL runs on. Emulated graphics are slower than the processor itself, so nothing is measured on them. */
export function findGraphics(): Graphics {
  const context = new OffscreenCanvas(1, 1).getContext("webgl2");
  if (!context) return { device: "no WebGL", isHardware: false };
  const info = context.getExtension("WEBGL_debug_renderer_info");
  const device = String(context.getParameter(info?.UNMASKED_RENDERER_WEBGL ?? context.RENDERER));
  return { device, isHardware: !/swiftshader|llvmpipe|software/i.test(device) };
}
