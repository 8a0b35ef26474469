/** glissade explain: what each column does to the prediction. */
import { load, type Effect, type TableModel } from '../index.ts';

import { formatNumber, formatTable, print, printJson } from './output.ts';

export interface ExplainOptions {
  readonly latex?: boolean;
  readonly json?: boolean;
}

export async function explain(path: string, options: ExplainOptions): Promise<void> {
  const model = await load(path, { kind: 'table' });
  const effects = model.explain();
  if (options.json === true) {
    printJson({ target: model.target, model: model.model.kind, intercept: model.intercept, effects, notes: model.notes });
    return;
  }
  if (options.latex === true) {
    print(latex(model, effects));
    return;
  }
  print(`${model.model.kind} for ${model.target}: ${formatNumber(model.intercept)} when every column is at its mean\n`);
  print(effectsTable(model.target, effects));
  const zero = effects.filter((effect) => effect.perStandardDeviation === 0).length;
  if (zero > 0) print(`\n${zero} of ${effects.length} effects are exactly zero: the model does not use those columns.`);
}

/** Effects, largest first: per unit of the column and per standard deviation. */
export function effectsTable(target: string, effects: readonly Effect[]): string {
  const withErrors = effects.some((effect) => effect.standardErrorPerUnit !== undefined);
  return formatTable(
    ['column', `${target} per unit`, ...(withErrors ? ['± standard error'] : []), 'unit', 'per standard deviation', 'standard deviation'],
    effects.map((effect) => [
      effect.feature,
      formatNumber(effect.perUnit),
      ...(withErrors ? [effect.standardErrorPerUnit === undefined ? '' : formatNumber(effect.standardErrorPerUnit, 3)] : []),
      effect.unit,
      formatNumber(effect.perStandardDeviation),
      formatNumber(effect.standardDeviation),
    ]),
    ['unit'],
  );
}

/** ŷ = c + Σ perUnit · column, in the units of the columns. */
function latex(model: TableModel, effects: readonly Effect[]): string {
  const text = (name: string): string => `\\text{${name.replaceAll(/[\\{}$&#^_%~]/g, (character) => (character === '\\' ? '\\textbackslash{}' : character === '^' || character === '~' ? `\\${character}{}` : `\\${character}`))}}`;
  const number = (value: number): string => formatNumber(value, 6).replace(/e([+-]\d+)$/, (_, power: string) => ` \\cdot 10^{${Number(power)}}`);
  const constant = effects.reduce((sum, effect) => sum - effect.perUnit * effect.mean, model.intercept);
  const terms = effects.filter((effect) => effect.perUnit !== 0).map((effect) =>
    `${effect.perUnit < 0 ? '-' : '+'} ${number(Math.abs(effect.perUnit))}\\,${effect.category === undefined ? text(effect.column) : `[${text(effect.column)} = ${text(effect.category)}]`}`);
  return [`\\widehat{${text(model.target)}} = ${number(constant)}`, ...terms].join('\n  ');
}
