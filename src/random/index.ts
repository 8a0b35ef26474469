export { generator, type Generator } from './generator.ts';
