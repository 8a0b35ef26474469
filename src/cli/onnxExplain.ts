/** glissade explain with an ONNX file: what goes in, what comes out, and the operators between. */
import type { OnnxModel } from '../index.ts';
import { wantsDerivation, type DerivationOptions } from './derivation.ts';
import { UsageError } from './failure.ts';
import { formatCount, formatTable, print, printJson } from './output.ts';
import { printable } from './printable.ts';

type Shape = OnnxModel['inputs'][number]['shape'];

export async function explainOnnx(model: OnnxModel, path: string, options: DerivationOptions): Promise<void> {
  if (wantsDerivation(options) || options.latex === true) throw new UsageError(`an ONNX file holds operators, and no model that could be derived or written as an equation: glissade explain ${path} lists them`);
  const { inputs, outputs, columns, classes, operatorSet, producer } = model;
  const steps = await model.steps();
  if (options.json === true) {
    printJson({ model: 'onnx', producer, operatorSet, ...(columns && { columns }), ...(classes && { classes }), inputs, outputs, operators: steps });
    return;
  }
  const target = columns?.find(({ role }) => role === 'target')?.name;
  const aim = [target === undefined ? '' : ` Prediction of ${printable(target)}.`, classes === undefined ? '' : ` Classes: ${classes.slice(0, 12).map((label) => printable(String(label))).join(', ')}${classes.length > 12 ? `, and ${classes.length - 12} more` : ''}.`].join('');
  print(`${formatCount(steps.length, 'operator')} of ONNX (set ${operatorSet})${producer === '' ? '' : `, written by ${printable(producer)}`}: a graph has no coefficients to read, and no derivation.${aim}\n`, { wrap: true });
  const types = new Map(columns?.map(({ name, type }) => [name, type]));
  print(formatTable(['input', 'type', 'shape'], inputs.map(({ name, type, shape }) => [name, types.has(name) ? `${types.get(name)!}, ${type}` : type, shapeText(shape)]), ['type']));
  print(`\n${formatTable(['output', 'type', 'shape'], outputs.map(({ name, type, shape }) => [name, type, shapeText(shape)]), ['type'])}`);
  print(`\n${formatTable(['operator', 'gives', 'for one row', 'constants'], steps.flatMap(({ operator, constants, outputs: gives }) => gives.map(({ name, shape }, k) => (
    [k === 0 ? operator : '', name, shape === undefined ? '?' : shapeText(shape), k === 0 && constants > 0 ? String(constants) : '']))), ['gives'])}`);
}

function shapeText(shape: Shape): string {
  return shape.length === 0 ? 'a number' : shape.map((length) => length ?? 'any').join(' × ');
}
