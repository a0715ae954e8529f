import { TabloomError } from "../core/errors.ts";

/** Model, parameters and data do not belong together. */
export class ExportError extends TabloomError {
  override readonly name = "ExportError";
}
