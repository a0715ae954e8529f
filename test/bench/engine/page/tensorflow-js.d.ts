/** What the benchmark uses of TensorFlow.js, so that types can be checked before the packages are installed. */
declare module "@tensorflow/tfjs-core" {
  export interface Tensor {
    data(): Promise<Float32Array>;
    dataSync(): Float32Array;
    dispose(): void;
  }
  export interface Variable extends Tensor {
    readonly name: string;
    /** Takes the tensor's memory over. */
    assign(value: Tensor): void;
  }

  export function setBackend(name: string): Promise<boolean>;
  export function tidy<T>(compute: () => T): T;
  export function keep(tensor: Tensor): Tensor;
  export function variable(value: Tensor, trainable: boolean, name: string): Variable;
  export function variableGrads(
    loss: () => Tensor,
    variables: Variable[],
  ): { value: Tensor; grads: Readonly<Record<string, Tensor>> };

  export function tensor(values: Float32Array, shape: number[]): Tensor;
  export function matMul(a: Tensor, b: Tensor, transposeA?: boolean, transposeB?: boolean): Tensor;
  export function add(a: Tensor, b: Tensor | number): Tensor;
  export function sub(a: Tensor, b: Tensor | number): Tensor;
  export function mul(a: Tensor, b: Tensor | number): Tensor;
  export function div(a: Tensor, b: Tensor | number): Tensor;
  export function square(x: Tensor): Tensor;
  export function sqrt(x: Tensor): Tensor;
  export function rsqrt(x: Tensor): Tensor;
  export function sigmoid(x: Tensor): Tensor;
  export function softmax(x: Tensor): Tensor;
  export function logSoftmax(x: Tensor): Tensor;
  export function sum(x: Tensor): Tensor;
  export function mean(x: Tensor, axis: number, keepDims: boolean): Tensor;
  export function reshape(x: Tensor, shape: number[]): Tensor;
  export function transpose(x: Tensor, axes: number[]): Tensor;
  export function unstack(x: Tensor): Tensor[];
}
declare module "@tensorflow/tfjs-core/dist/register_all_gradients" {}
declare module "@tensorflow/tfjs-backend-wasm" {
  export function setWasmPaths(paths: Readonly<Record<string, string>>): void;
}
declare module "@tensorflow/tfjs-backend-webgl" {}
