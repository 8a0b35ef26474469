export { asFileError, FileError, writeAtomically } from './atomic.ts';
export { nodeFiles } from './node.ts';
