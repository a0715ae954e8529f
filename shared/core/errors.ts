/**
 * The one base of every error that a caller can act on. A subclass names what went wrong; its message says what was
 * expected, what was found and what to do. Errors are told apart by `name`, because comlink carries only
 * message, name and stack across a worker boundary.
 */
export abstract class TabloomError extends Error {
  abstract override readonly name: string;
}

/** Tensors or vectors whose shapes do not fit together. A mistake in a graph or a caller, never in user data. */
export class ShapeError extends TabloomError {
  override readonly name = "ShapeError";
}

/** A model specification that cannot be built: unknown kind, sizes out of bounds, widths that do not divide. */
export class ModelSpecError extends TabloomError {
  override readonly name = "ModelSpecError";
}

/** Loss or gradient is not a finite number: the learning rate is too high or the data hold extreme values. */
export class NonFiniteError extends TabloomError {
  override readonly name = "NonFiniteError";
}

/** The hardware that computed went away (GPU reset, driver crash). The state in the engine is lost; go on from the last one read. */
export class DeviceLostError extends TabloomError {
  override readonly name = "DeviceLostError";
}
