export { generator, generatorFrom, type Generator } from './generator.ts';
