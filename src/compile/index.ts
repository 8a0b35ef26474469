export { compile } from './compile.ts';
export { simplify } from './simplify.ts';
