export { load, type LoadedModel } from './load.ts';
export { save, toBytes, type ByteSink, type FileBytes } from './save.ts';
export { modelKinds, type ModelKind, type ModelKinds } from './kinds.ts';
export { version } from './version.ts';
export { toSql, type SqlOptions } from './sql/toSql.ts';
export { toOnnx, type OnnxOptions } from './onnx/toOnnx.ts';
export type { OnnxInput, OnnxModel, OnnxOutput } from './onnx/onnxModel.ts';
export type { OnnxValue } from './onnx/readOnnx.ts';
