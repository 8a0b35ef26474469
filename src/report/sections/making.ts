/** How the report was made, so that it can be made again. */
import { formatFixed } from '../../plot/index.ts';
import type { Clustering, Comparison, ImageClassification } from '../../select/index.ts';
import { html } from '../markup.ts';
import { optionsText, shellWord } from '../names.ts';
import { code, facts, type Section } from '../pieces.ts';

export interface Making {
  readonly version: string;
  readonly modelFile: string;
  readonly generated?: string;
  readonly command?: string;
}

export function making({ source, target, seed, folds, rows, sample }: Comparison, options: Making): Section {
  const again = `npx glissade train ${shellWord(source)} --target ${shellWord(target)} --folds ${folds} --seed ${seed} --out ${shellWord(options.modelFile)}`;
  return made(source, [...(sample ? [['Rows of the table', formatFixed(sample.of, 0)] as const, ['Rows the model is fitted on', formatFixed(sample.fittedOn === 'all' ? sample.of : rows.total, 0)] as const] : []), ['Training rows', formatFixed(rows.train, 0)], ['Held-out rows', formatFixed(rows.test, 0)], ['Folds', String(folds)], ['Seed', String(seed)]], options, again);
}

export function makingClusters({ source, seed, rows, clusters, model }: Clustering, options: Making): Section {
  const { nInit, metric } = model.model.options;
  const again = `npx glissade cluster ${shellWord(source)} --clusters ${clusters} --seed ${seed} --model ${shellWord(options.modelFile)}`;
  return made(source, [
    ['Rows', formatFixed(rows, 0)], ['Method', `k-means, k-means++ starts, ${metric} distance of standardised columns`], ['Starts', String(nInit)], ['Seed', String(seed)],
  ], options, again);
}

export function makingImages({ source, seed, rows, modelName, options: settings }: ImageClassification, options: Making): Section {
  const again = `npx glissade train ${shellWord(source)} --model ${modelName} --seed ${seed} --out ${shellWord(options.modelFile)}`;
  return made(source, [
    ['Training images', formatFixed(rows.train, 0)], ['Validation images', formatFixed(rows.validation, 0)], ['Test images', formatFixed(rows.test, 0)], ['Settings', optionsText(settings)], ['Seed', String(seed)],
  ], options, again, 'images');
}

/** @param again  the command, unless the options name it */
function made(source: string, entries: readonly (readonly [string, string])[], { version, modelFile, generated, command }: Making, again: string, noun: 'table' | 'images' = 'table'): Section {
  return {
    id: 'making',
    title: 'How it was made',
    body: html`
${facts([['Glissade', version], [noun === 'table' ? 'Table' : 'Images', source], ['Model file', modelFile], ...entries, ...(generated === undefined ? [] : [['Date', generated] as const])])}
<p>The same ${noun}, seed and version give the same model, to the last bit:</p>
${code('Command', command ?? again)}`,
  };
}
