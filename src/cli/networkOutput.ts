/** Networks on a terminal: their layers, and how their training went. */
import { layerRows, type TrainedNetwork } from '../nn/index.ts';
import { formatCount, formatNumber, formatTable } from './output.ts';

/** A line per layer: what it gives for one sample, how many numbers it learnt. */
export function layerTable(network: TrainedNetwork): string {
  const rows = layerRows(network);
  return formatTable(['layer', 'gives', 'parameters'], [
    ['input', network.network.inputShape.join(' × '), ''],
    ...rows.map(({ name, outputShape, parameters }) => [name, outputShape.join(' × '), parameters === 0 ? '' : String(parameters)]),
    ['all', '', String(rows.reduce((sum, { parameters }) => sum + parameters, 0))],
  ]);
}

/** 'Trained for 34 epochs; the weights are those of epoch 14, of the least validation loss, 0.2345.' */
export function epochsSentence({ history, bestEpoch }: TrainedNetwork): string {
  const { validationLoss } = history[bestEpoch - 1];
  const kept = validationLoss === undefined ? 'the weights are those of the last' : `the weights are those of epoch ${bestEpoch}, of the least validation loss, ${formatNumber(validationLoss)}`;
  return `Trained for ${formatCount(history.length, 'epoch')}; ${kept}.`;
}
