import { expect, test } from "vitest";
import { differentiate } from "../../../shared/model/autodiff.ts";
import { GraphBuilder } from "../../../shared/model/graph-builder.ts";
import { printGraph } from "../../../shared/model/print.ts";
import { float32, int32 } from "../../../shared/tensor/tensor-type.ts";

test("the backward pass of a layer reads like its formula", () => {
  const graph = new GraphBuilder();
  const x = graph.input("x", float32([4, 3]));
  const weight = graph.input("weight", float32([2, 3]));
  const targets = graph.input("targets", int32([4]));
  const losses = graph.crossEntropy(graph.matmul(graph.relu(x), weight, { transposeB: true }), targets);
  const loss = graph.reduceMean(losses, [0]);
  const [gradient] = differentiate(graph, loss, [weight]);
  expect(printGraph(graph.finish({ loss, gradient: gradient! }))).toMatchInlineSnapshot(`
    "input x float32[4, 3]
    input weight float32[2, 3]
    input targets int32[4]
    %3 [4, 3] = relu(x)
    %4 [4, 2] = matmul(%3, weight) {"transposeA":false,"transposeB":true,"factor":1}
    %5 [4], %6 [4, 2] = crossEntropy(%4, targets)
    %7 [] = reduceMean(%5) {"axes":[0],"keepAxes":false}
    %8 [] = constant() {"tensor":{"elementType":"float32","shape":[],"data":"…"}}
    %9 [] = scale(%8) {"factor":0.25,"offset":0}
    %10 [1] = reshape(%9) {"shape":[1]}
    %11 [4] = broadcastTo(%10) {"shape":[4]}
    %12 [4, 2] = oneHot(targets) {"depth":2}
    %13 [4, 2] = subtract(%6, %12)
    %14 [4, 1] = reshape(%11) {"shape":[4,1]}
    %15 [4, 2] = multiply(%13, %14)
    %16 [2, 3] = matmul(%15, %3) {"transposeA":true,"transposeB":false,"factor":1}
    output loss = %7
    output gradient = %16"
  `);
});

test("nodes that only unused gradients need are left out", () => {
  const graph = new GraphBuilder();
  const a = graph.input("a", float32([2, 2]));
  const b = graph.input("b", float32([2, 2]));
  const loss = graph.reduceSum(graph.matmul(a, b), [0, 1]);
  const [gradient] = differentiate(graph, loss, [a]);
  const products = graph
    .finish({ gradient: gradient! })
    .nodes.filter((node) => node.operator.name === "matmul");
  expect(products).toHaveLength(1); // d a = d y · bᵀ; neither the forward product nor d b
});

test("only a scalar can be differentiated", () => {
  const graph = new GraphBuilder();
  const x = graph.input("x", float32([2]));
  expect(() => differentiate(graph, x, [x])).toThrow("the loss must be a scalar, got [2]; reduce it first");
});

test("a target that the loss does not depend on is a mistake of the caller", () => {
  const graph = new GraphBuilder();
  const x = graph.input("x", float32([2]));
  const unused = graph.input("unused", float32([3]));
  const loss = graph.reduceSum(x, [0]);
  expect(() => differentiate(graph, loss, [x, unused])).toThrow("does not depend on target 1 of shape [3]");
});

/** gelu, silu and the norms hand intermediate results to their gradient rule; differentiating that rule once ignored them. */
test("a second derivative that would be wrong is refused", () => {
  const graph = new GraphBuilder();
  const x = graph.input("x", float32([2]));
  const [slope] = differentiate(graph, graph.reduceSum(graph.gelu(x), [0]), [x]);
  const again = () => differentiate(graph, graph.reduceSum(slope!, [0]), [x]);
  expect(again).toThrow("gelu has no gradient rule for its auxiliary outputs");
});
