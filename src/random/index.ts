export { generator, generatorFrom, type Generator } from './generator.ts';
export { generatorAt, threefry } from './threefry.ts';
