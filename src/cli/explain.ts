/** glissade explain: what each column does to the prediction. */
import { load, type Effect } from '../index.ts';
import { latexOf } from './latex.ts';
import { formatNumber, formatTable, print, printJson } from './output.ts';
import { printable } from './printable.ts';

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
    print(latexOf(model, effects));
    return;
  }
  const kind = model.model.kind.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  print(`Prediction of ${printable(model.target)} by ${kind}: ${formatNumber(model.intercept)} when every column is at its mean. From there:\n`);
  print(effectsTable(effects));
  const zero = effects.filter((effect) => effect.perStandardDeviation === 0).length;
  if (zero > 0) print(`\n${zero} of ${effects.length} effects ${zero === 1 ? 'is' : 'are'} exactly zero: the model does not use ${zero === 1 ? 'that column' : 'those columns'}.`);
}

/** Effects, largest first: per unit of the column and per standard deviation. */
function effectsTable(effects: readonly Effect[]): string {
  const withErrors = effects.some((effect) => effect.standardErrorPerUnit !== undefined);
  return formatTable(
    ['column', 'change', ...(withErrors ? ['± standard error'] : []), 'for', 'per standard deviation', 'standard deviation'],
    effects.map((effect) => [
      effect.feature,
      formatNumber(effect.perUnit),
      ...(withErrors ? [effect.standardErrorPerUnit === undefined ? '' : formatNumber(effect.standardErrorPerUnit, 3)] : []),
      stepOf(effect),
      formatNumber(effect.perStandardDeviation),
      formatNumber(effect.standardDeviation),
    ]),
    ['for'],
  );
}

/** What `perUnit` is the effect of; the row already names the column. */
function stepOf({ type, category, reference }: Effect): string {
  if (type === 'categorical') return `${category} against ${reference}`;
  if (type === 'boolean') return 'true against false';
  return type === 'date' ? 'one day' : 'one unit';
}
