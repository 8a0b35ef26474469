export { asFileError, FileError, writeAtomically } from './atomic.ts';
