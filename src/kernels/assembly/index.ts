/** What the module exports. */
export { run, share } from './table';
export { roofF32, roofF64 } from './roof';
