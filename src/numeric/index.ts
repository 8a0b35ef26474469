export { exp, geometricSpace, log } from './elementary.ts';
