/** glissade explain: what each column does to the prediction. */
import { ClassificationTableModel, TableClusters, type ClassEffect, type Effect, type Label, type LinearModel, type LogisticModel, type TableModel } from '../index.ts';
import { layerRows, MlpClassifierModel, MlpRegressorModel } from '../nn/index.ts';
import { printDerivation, wantsDerivation, type DerivationOptions } from './derivation.ts';
import { UsageError } from './failure.ts';
import { classLatexOf, latexOf } from './latex.ts';
import { isImageModel, isOnnxModel, loadCommandModel } from './loadCommandModel.ts';
import { epochsSentence, layerTable } from './networkOutput.ts';
import { formatCount, formatNumber, formatShare, formatTable, print, printJson } from './output.ts';
import { printable } from './printable.ts';
import { profileTable } from './profileTable.ts';

export type ExplainOptions = DerivationOptions;

export async function explain(path: string, options: ExplainOptions, run: { readonly version: string; readonly signal: AbortSignal }): Promise<void> {
  const model = await loadCommandModel(path);
  if (isOnnxModel(model)) {
    await (await import('./onnxExplain.ts')).explainOnnx(model, path, options);
    return;
  }
  if (wantsDerivation(options)) {
    await printDerivation(model, path, options, run);
    return;
  }
  if (isImageModel(model)) {
    if (options.latex === true) throw new UsageError('--latex is for models with an equation that can be read; a network has layers');
    (await import('./imageModel.ts')).explainImages(model, options);
    return;
  }
  if (model instanceof TableClusters) {
    if (options.latex === true) throw new UsageError('--latex is for models with an equation; clusters have centres');
    if (options.json === true) printJson({ model: model.model.kind, inertia: model.inertia, profiles: model.profiles() });
    else print(`${formatCount(model.profiles().length, 'cluster')}, with the centres in the units of the table; of a category, the share of rows:\n\n${profileTable(model)}`);
    return;
  }
  const inner: unknown = model.model;
  if (inner instanceof MlpRegressorModel || inner instanceof MlpClassifierModel) {
    if (options.latex === true) throw new UsageError('--latex is for models with an equation that can be read; a network has layers');
    explainNetwork(model.target, inner, model.notes, options);
    return;
  }
  if (model instanceof ClassificationTableModel) {
    explainClasses(model as ClassificationTableModel<LogisticModel>, options);
    return;
  }
  const effects = model.explain();
  if (options.json === true) {
    printJson({ target: model.target, model: model.model.kind, intercept: model.intercept, effects, notes: model.notes });
    return;
  }
  if (options.latex === true) {
    print(latexOf(model as TableModel<LinearModel>, effects));
    return;
  }
  const kind = model.model.kind.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  print(`Prediction of ${printable(model.target)} by ${kind}: ${formatNumber(model.intercept)} when every column is at its mean. From there:\n`);
  print(effectsTable(effects));
  printZeros(effects);
}

/** A network has no effects that add up: its layers and its training are told. */
function explainNetwork(target: string, { kind, network, options: settings }: MlpRegressorModel | MlpClassifierModel, notes: readonly string[], options: ExplainOptions): void {
  const { history, bestEpoch, classes } = network;
  if (options.json === true) {
    printJson({ target, model: kind, options: settings, ...(classes && { classes }), layers: layerRows(network), bestEpoch, history, notes });
    return;
  }
  print(`${classes === undefined ? 'Prediction' : 'Classes'} of ${printable(target)} by a network, which has no coefficients to read. Its layers:\n`);
  print(layerTable(network));
  print(`\n${epochsSentence(network)}`, { wrap: true });
}

function explainClasses(model: ClassificationTableModel<LogisticModel>, options: ExplainOptions): void {
  const { classes, target, notes } = model;
  // of two classes, one says all
  const explained = classes.length === 2 ? classes.slice(1) : classes;
  const probabilities = model.probabilitiesAtMeans();
  if (options.json === true) {
    printJson({
      target, model: model.model.kind, classes, notes,
      scores: explained.map((label) => ({ class: label, intercept: model.interceptOf(label), effects: model.explain(label) })),
    });
    return;
  }
  if (options.latex === true) {
    print(classLatexOf(model));
    return;
  }
  const atMeans = classes.map((label, c) => `${printable(String(label))} ${formatShare(probabilities[c])}`).join(', ');
  print(`Classes of ${printable(target)} by logistic regression: ${atMeans} when every column is at its mean. From there:`);
  for (const label of explained) {
    const effects = model.explain(label);
    print(`\n${headOf(label, classes)}\n`);
    print(oddsTable(effects));
    printZeros(effects);
  }
}

function headOf(label: Label, classes: readonly Label[]): string {
  const name = printable(String(label));
  return classes.length === 2 ? `The odds of ${name} against ${printable(String(classes[0]))} are multiplied by` : `The weight of ${name}, its probability beside those of the other classes, is multiplied by`;
}

function printZeros(effects: readonly Effect[]): void {
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

/** Odds ratios, those furthest from 1 first, and the log-odds that they come from. */
function oddsTable(effects: readonly ClassEffect[]): string {
  return formatTable(
    ['column', 'odds ratio', 'for', 'per standard deviation', 'log-odds', 'standard deviation'],
    effects.map((effect) => [
      effect.feature, formatNumber(effect.oddsRatioPerUnit), stepOf(effect), formatNumber(effect.oddsRatioPerStandardDeviation), formatNumber(effect.perUnit), formatNumber(effect.standardDeviation),
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
