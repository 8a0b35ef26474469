/** Unfinished trainings kept, and gone on from: `train` asks for this when it is given a place for checkpoints. */
export { keeperOf, type Keeper } from './keeper.ts';
export { signatureOf } from './signature.ts';
export { storeOf, type NamedStore } from './store.ts';
