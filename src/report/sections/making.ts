/** How the report was made, so that it can be made again. */
import { formatFixed } from '../../plot/index.ts';
import type { Comparison } from '../../select/index.ts';
import { html } from '../markup.ts';
import { shellWord } from '../names.ts';
import { code, facts, type Section } from '../pieces.ts';

export interface Making {
  readonly version: string;
  readonly modelFile: string;
  readonly generated?: string;
  readonly command?: string;
}

export function making({ source, target, seed, folds, rows }: Comparison, { version, modelFile, generated, command }: Making): Section {
  const again = command ?? `npx glissade train ${shellWord(source)} --target ${shellWord(target)} --folds ${folds} --seed ${seed} --out ${shellWord(modelFile)}`;
  return {
    id: 'making',
    title: 'How it was made',
    body: html`
${facts([
    ['Glissade', version],
    ['Table', source],
    ['Model file', modelFile],
    ['Training rows', formatFixed(rows.train, 0)],
    ['Held-out rows', formatFixed(rows.test, 0)],
    ['Folds', String(folds)],
    ['Seed', String(seed)],
    ...(generated === undefined ? [] : [['Date', generated] as const]),
  ])}
<p>The same table, seed and version give the same model, to the last bit:</p>
${code('Command', again)}`,
  };
}
