export { gram, type Gram, type GramOptions, type Pause } from './gram.ts';
