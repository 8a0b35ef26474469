/** A network: its layers, how it was trained, and the curve of its training. Knows no data. */
import { coefficientPlot, formatCount, formatFixed, formatNumber, networkDiagram, trainingCurvePlot } from '../../plot/index.ts';
import { layerRows, type TrainedNetwork } from '../../nn/index.ts';
import type { Comparison, ImageAugment, ImageClassification } from '../../select/index.ts';
import { standardError } from '../../evaluate/index.ts';
import { html, type Markup } from '../markup.ts';
import { networkOf } from '../networkOf.ts';
import { facts, figure, table, type Section } from '../pieces.ts';
import { capital, chosenName } from './summary.ts';

/** The kept network of a comparison on a table, fitted on all rows. */
export function tableNetwork(comparison: Comparison): Section {
  const network = networkOf(comparison)!;
  const { options } = comparison.models.find(({ chosen }) => chosen)!;
  const value = (name: string): string => {
    const found = options[name];
    return typeof found === 'number' ? formatNumber(found) : Array.isArray(found) ? found.join(', ') : String(found);
  };
  return {
    id: 'model',
    title: 'The chosen model',
    body: html`
<p>${capital(chosenName(comparison))}, trained once more on all rows. Each row’s features, standardised, go through the layers one after the other; the weights between them are what it learnt.</p>
${importance(comparison)}
<h3>Layers</h3>
${layers(network, comparison.model.features)}
<h3>How it was trained</h3>
${facts([
    ['Hidden layers', value('hidden') || 'none'], ['Optimizer', `AdamW, learning rate ${value('learningRate')}, weight decay ${value('weightDecay')}`],
    ['Rows per step', options.batchSize === 'auto' ? 'by the number of rows' : value('batchSize')], ['Held out to judge epochs', `${formatNumber(100 * (options.validation as number), 3)} % of the rows`],
    ['Stops', `after ${formatCount(options.patience as number, 'epoch')} without a lower validation loss, or ${formatCount(options.epochs as number, 'epoch')}`],
  ])}
${training(network)}`,
  };
}

/** Which columns its predictions hang on. */
function importance({ importance: found, task, target }: Comparison): Markup | undefined {
  if (found === undefined || found.length === 0) return undefined;
  const loss = task === 'regression' ? `error of ${target}` : 'log loss';
  return html`<h3>What it looks at</h3>
<p>By how much the ${loss} on the held-out rows grows when the values of one column are shuffled among them, so that they say nothing any more. Columns that say the same stand in for each other: shuffling one of them does little.</p>
${figure((width) => coefficientPlot(found.map(({ column, growth }) => ({ feature: column, effect: growth.mean, standardError: standardError(growth) })), { xLabel: `Growth of the ${loss}`, width }))}
<p class="note">Means of ${found[0].growth.folds.length} shufflings. It says what the network uses, not what would happen if someone changed a column.</p>`;
}

/** The network of images: its layers and how they were trained. */
export function imageNetworkSection({ model, options }: ImageClassification): Section {
  const value = (name: string): string => formatNumber(options[name] as number);
  return {
    id: 'model',
    title: 'The network',
    body: html`
<p>Pixels go through these layers one after the other; the last gives a number for each class, and softmax makes probabilities of them.</p>
${layers(model as TrainedNetwork)}
<h3>How it was trained</h3>
${facts([
    ['Optimizer', `Adam, learning rate from ${value('learningRate')} to 0 by half a cosine`], ['Images per step', value('batchSize')],
    ...(options.classWeight === undefined ? [] : [['An image counts', options.classWeight === 'balanced' ? 'so that every class weighs alike' : Object.entries(options.classWeight as object).map(([label, weight]) => `${label} ${formatNumber(weight as number)}`).join(', ')] as const]),
    ...(options.augment === undefined ? [] : [['In every epoch', changed(options.augment as ImageAugment)] as const]),
    ['Stops', `after ${formatCount(options.patience as number, 'epoch')} without a lower validation loss, or ${formatCount(options.epochs as number, 'epoch')}`],
  ])}`,
  };
}

function changed({ shift, flip, noise }: ImageAugment): string {
  return `each image ${[
    ...(shift === undefined ? [] : [`moved by up to ${formatCount(shift, 'pixel')}`]), ...(flip === true ? ['mirrored or not'] : []),
    ...(noise === undefined ? [] : [`with noise of standard deviation ${formatNumber(noise)}`]),
  ].join(', ')}, by chance`;
}

/** @param inputNames  of the numbers that go in */
export function layers(network: TrainedNetwork, inputNames?: readonly string[]): Markup {
  const rows = layerRows(network);
  const total = rows.reduce((sum, { parameters }) => sum + parameters, 0);
  const size = (shape: readonly number[]): string => shape.join(' × ');
  const drawn = { inputShape: network.network.inputShape, layers: rows, parameters: network.parameters, ...(inputNames && { inputNames }), ...(network.classes && { outputNames: network.classes.map(String) }) };
  return html`${figure((width) => networkDiagram(drawn, { width }))}
${table('Layers', [{ name: 'layer' }, { name: 'gives', number: true }, { name: 'parameters', number: true }], [
    ['input', size(network.network.inputShape), ''],
    ...rows.map(({ name, outputShape, parameters }) => [name, size(outputShape), parameters === 0 ? '' : formatFixed(parameters, 0)]),
    ['all', '', formatFixed(total, 0)],
  ])}`;
}

/** What is minimised, in words. */
const lossNames: Readonly<Record<string, string>> = { meanSquaredError: 'Mean squared error of the standardised target', crossEntropy: 'Cross-entropy', binaryCrossEntropy: 'Cross-entropy', huber: 'Huber loss' };

/** Loss over epochs, and what it says. */
export function training({ history, bestEpoch, loss }: TrainedNetwork): Markup {
  const kept = history[bestEpoch - 1];
  const seconds = history.reduce((sum, epoch) => sum + epoch.seconds, 0);
  return html`
<p>${capital(formatCount(history.length, 'epoch'))}, each once through all training samples, took ${formatNumber(seconds, 2)} seconds. ${kept.validationLoss === undefined ? '' : `The validation loss, on samples held out, was least in epoch ${bestEpoch}, ${formatNumber(kept.validationLoss, 3)}; the weights of that epoch are kept.`}</p>
${figure((width) => trainingCurvePlot(history, { bestEpoch, yLabel: `${lossNames[loss.name] ?? loss.name} (lower is better)`, width }))}
<p class="note">The training loss is the mean over an epoch, while the weights were changing, and with dropout where there is some; the validation loss is measured after it, without. So it may be the lower one.</p>`;
}
