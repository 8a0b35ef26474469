export { readHeaderLength, readSafetensors, writeSafetensors, type Safetensors } from './safetensors.ts';
export { parseStrictJson } from './strictJson.ts';
