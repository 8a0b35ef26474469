/** How the report was made, so that it can be made again. */
import { formatFixed } from '../../plot/index.ts';
import type { Clustering, Comparison } from '../../select/index.ts';
import { html } from '../markup.ts';
import { shellWord } from '../names.ts';
import { code, facts, type Section } from '../pieces.ts';

export interface Making {
  readonly version: string;
  readonly modelFile: string;
  readonly generated?: string;
  readonly command?: string;
}

export function making({ source, target, seed, folds, rows }: Comparison, options: Making): Section {
  const again = `npx glissade train ${shellWord(source)} --target ${shellWord(target)} --folds ${folds} --seed ${seed} --out ${shellWord(options.modelFile)}`;
  return made(source, [['Training rows', formatFixed(rows.train, 0)], ['Held-out rows', formatFixed(rows.test, 0)], ['Folds', String(folds)], ['Seed', String(seed)]], options, again);
}

export function makingClusters({ source, seed, rows, clusters, model }: Clustering, options: Making): Section {
  const { nInit, metric } = model.model.options;
  const again = `npx glissade cluster ${shellWord(source)} --clusters ${clusters} --seed ${seed} --model ${shellWord(options.modelFile)}`;
  return made(source, [
    ['Rows', formatFixed(rows, 0)], ['Method', `k-means, k-means++ starts, ${metric} distance of standardised columns`], ['Starts', String(nInit)], ['Seed', String(seed)],
  ], options, again);
}

/** @param again  the command, unless the options name it */
function made(source: string, entries: readonly (readonly [string, string])[], { version, modelFile, generated, command }: Making, again: string): Section {
  return {
    id: 'making',
    title: 'How it was made',
    body: html`
${facts([['Glissade', version], ['Table', source], ['Model file', modelFile], ...entries, ...(generated === undefined ? [] : [['Date', generated] as const])])}
<p>The same table, seed and version give the same model, to the last bit:</p>
${code('Command', command ?? again)}`,
  };
}
