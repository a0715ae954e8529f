/**
 * What the benchmark uses of @jax-js/jax, so that types can be checked before the package is installed. Passing an array to
 * anything uses it up; `ref` makes one more use possible.
 */
declare module "@jax-js/jax" {
  export interface Array {
    readonly ref: this;
    add(other: Array | number): Array;
    sub(other: Array | number): Array;
    mul(other: Array | number): Array;
    div(other: Array | number): Array;
    reshape(shape: number[]): Array;
    transpose(axes?: number[]): Array;
    slice(index: number): Array;
    sum(): Array;
    data(): Promise<Float32Array | Int32Array>;
    blockUntilReady(): Promise<Array>;
    dispose(): void;
  }

  export function init(...devices: "wasm"[]): Promise<string[]>;
  export function defaultDevice(device: "wasm"): string;

  type Tree = Array | readonly Array[] | { readonly [name: string]: Tree };
  export function jit<Inputs extends readonly (Tree | number)[], Output>(
    compute: (...inputs: Inputs) => Output,
  ): ((...inputs: Inputs) => Output) & { dispose(): void };
  export function valueAndGrad<First extends Tree, Rest extends readonly Tree[]>(
    loss: (first: First, ...rest: Rest) => Array,
  ): (first: First, ...rest: Rest) => [Array, First];

  export namespace numpy {
    function array(data: Float32Array): Array;
    function matmul(a: Array, b: Array): Array;
    function mean(x: Array, axis: number, options: { keepdims: boolean }): Array;
    function square(x: Array): Array;
    function sqrt(x: Array): Array;
    function minimum(a: Array, b: number): Array;
    function zerosLike(x: Array): Array;
  }

  export namespace nn {
    function sigmoid(x: Array): Array;
    function softmax(x: Array, axis: number): Array;
    function logSoftmax(x: Array, axis: number): Array;
  }

  export namespace tree {
    function ref<T extends Tree>(tree: T): T;
    function dispose(tree: Tree): void;
  }
}
