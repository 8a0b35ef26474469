export { asFileError, checkWritable, FileError, writeAtomically } from './atomic.ts';
export { takeLock } from './lock.ts';
export { nodeFiles } from './node.ts';
export { placeOf } from './place.ts';
export { checkReplaceable, previousIfAny, readFileOrNone, replaceFile } from './replace.ts';
