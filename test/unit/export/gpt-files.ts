/** What an export of a text model consists of, in this order. */
export const GPT_FILES = [
  "README.md",
  "parameters.safetensors",
  "model.onnx",
  "preparation.json",
  "config.json",
  "generation_config.json",
  "tokenizer.json",
  "tokenizer_config.json",
  "onnx/model.onnx",
];
