/** What train says of images: lines for a reader, a document for a program. */
import { confusionMatrix, type ImageClassification } from '../index.ts';
import { layerRows, type TrainedNetwork } from '../nn/index.ts';
import { confusionTable } from './confusionTable.ts';
import type { Written } from './comparisonOutput.ts';
import { epochsSentence } from './networkOutput.ts';
import { formatCount, formatNumber, formatShare, formatTable, print } from './output.ts';
import { printable } from './printable.ts';

/** The document of --json, named as that of a table; docs/cli.md describes it. */
export function documentOfImages(found: ImageClassification, written: Written): unknown {
  const { shape: [channels, height, width], rows, classes, model } = found;
  return {
    task: 'classification',
    taskReason: 'images belong to classes',
    source: found.source,
    target: 'class',
    classes,
    rareClasses: [],
    rows: rows.total,
    features: channels * height * width,
    image: { channels, height, width },
    split: { train: rows.train, validation: rows.validation, test: rows.test, testPart: found.parts.test, validationPart: found.parts.validation, seed: found.seed, folds: 1 },
    skipped: found.skipped,
    metric: 'logLoss',
    baseline: { ...found.baselineTest, cv: found.baseline.cv },
    models: found.models,
    why: found.why,
    test: found.test,
    confusion: matrixOf(found).toNested(),
    diagnosis: found.diagnosis,
    layers: layerRows(model as TrainedNetwork),
    normalization: model.normalization ?? null,
    bestEpoch: model.bestEpoch,
    history: model.history,
    ...written,
  };
}

export function printImages(found: ImageClassification, { model: file, report, seconds }: Written): void {
  const { shape: [channels, height, width], rows, classes, parts, test, baselineTest, diagnosis, model } = found;
  const held = parts.test === 'own' ? 'of the test part' : 'held out';
  print(`${printable(found.source)}: ${formatCount(rows.total, 'image')} of ${`${classes.length} classes`}, ${height} × ${width}, ${channels === 1 ? 'grey' : 'in colour'}; ${rows.train} to train, ${rows.validation} to judge epochs by, ${rows.test} ${held}`);
  const listed = classes.slice(0, 12).map(({ label, rows: count }) => `${printable(String(label))} ${formatShare(count / rows.total)}`);
  print(`Classes: ${listed.join(', ')}${classes.length > 12 ? `, and ${classes.length - 12} more` : ''}.`, { wrap: true });
  const all = [found.baseline, ...found.models];
  print(`\n${formatTable(['  model', 'log loss', 'accuracy', 'parameters'], all.map(({ name, chosen, cv, accuracy, degreesOfFreedom }) => [
    `${chosen ? '→' : ' '} ${name}`, formatNumber(cv.mean), formatShare(accuracy.mean), String(degreesOfFreedom),
  ]))}`);
  print('\nLog loss: how surprised the probabilities were by the true classes of the validation images, 0 if never.', { wrap: true });
  print(epochsSentence(model as TrainedNetwork), { wrap: true });
  print(`\nOn the ${formatCount(rows.test, 'image')} ${held}: accuracy ${formatShare(test.accuracy)} (always the most frequent class: ${formatShare(baselineTest.accuracy)}), balanced ${formatShare(test.balancedAccuracy)}, macro F1 ${test.macroF1.toFixed(3)}, log loss ${formatNumber(test.logLoss)}${test.rocAuc === undefined ? '' : `, AUC ${test.rocAuc.toFixed(3)}`}.\n`, { wrap: true });
  print(`${confusionTable(matrixOf(found))}\n`);
  print(`Verdict: ${diagnosis.verdict}. ${diagnosis.reason}\n`, { wrap: true });
  print(`model    ${file}\nreport   ${report}\nseconds  ${seconds.toFixed(1)}`);
}

function matrixOf({ testPredictions: { actual, predicted }, classes }: ImageClassification): ReturnType<typeof confusionMatrix> {
  return confusionMatrix(actual, predicted, { classes: classes.map(({ label }) => label) });
}
