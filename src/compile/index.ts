export { simplify } from './simplify.ts';
