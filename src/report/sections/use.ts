/** How to load the model and predict with it: lines that can be copied, with the names of this table. */
import type { Clustering, Comparison, ImageClassification } from '../../select/index.ts';
import type { ColumnSummary } from '../../table/index.ts';
import { html } from '../markup.ts';
import { dateText, propertyKey, shellWord, stringLiteral } from '../names.ts';
import { code, type Section } from '../pieces.ts';

/** A row with more columns than this is better read from a file. */
const mostColumns = 12;

/** The same for clusters. */
export function useClusters({ model, summary }: Clustering, modelFile: string): Section {
  const file = shellWord(modelFile);
  return {
    id: 'use',
    title: 'Use the clusters',
    body: html`
<p>To put new rows into these clusters, in TypeScript or JavaScript, with Node 20.19 or newer:</p>
${code('Installation', 'npm install glissade')}
${code('TypeScript', program(model.encoder.columns.map(({ name }) => name), summary, 'tableClusters', modelFile))}
<p>Or on the command line, for a table with the same columns:</p>
${code('Command line', [`npx glissade predict ${file} new.csv --out clusters.csv`, `npx glissade explain ${file}`].join('\n'))}
<p class="note">The file remembers its columns, categories and scaling. A row goes to the cluster with the nearest centre, and <code>distance</code> says how far that is, in standard deviations.</p>`,
  };
}

/** The same for images. */
export function useImages({ shape: [channels, height, width] }: ImageClassification, modelFile: string): Section {
  const file = shellWord(modelFile);
  return {
    id: 'use',
    title: 'Use the network',
    body: html`
<p>In TypeScript or JavaScript, with Node 20.19 or newer:</p>
${code('Installation', 'npm install glissade')}
${code('TypeScript', [
    "import { load } from 'glissade';", "import { openImages } from 'glissade/data';", `const model = await load(${stringLiteral(modelFile)}, { kind: 'network' });`,
    `const images = await openImages('new', { unlabelled: true, size: [${height}, ${width}], channels: ${channels} }); // a folder, or one file`,
    'const predicted = await model.predict(images);', 'console.log(images.name(0), predicted[0]);',
  ].join('\n'))}
<p>Or on the command line, for a folder of new images, or one:</p>
${code('Command line', [`npx glissade predict ${file} new/ --out predictions.csv`, `npx glissade evaluate ${file} labelled/`, `npx glissade explain ${file}`].join('\n'))}
<p class="note">The file remembers classes and normalization. On the command line images of another size are resized to ${height} × ${width}.</p>`,
  };
}

export function use(comparison: Comparison, modelFile: string): Section {
  const file = shellWord(modelFile);
  return {
    id: 'use',
    title: 'Use the model',
    body: html`
<p>In TypeScript or JavaScript, with Node 20.19 or newer:</p>
${code('Installation', 'npm install glissade')}
${code('TypeScript', program(featuresOf(comparison), comparison.summary, comparison.task === 'regression' ? 'table' : 'classificationTable', modelFile))}
<p>Or on the command line, for a table of new rows with the same columns:</p>
${code('Command line', [`npx glissade predict ${file} new.csv --out predictions.csv`, `npx glissade evaluate ${file} new.csv`, `npx glissade explain ${file}`].join('\n'))}
<p class="note">The model remembers its columns, categories and scaling. A table that lacks a column is refused, with the column’s name.</p>`,
  };
}

type ModelKind = 'table' | 'classificationTable' | 'tableClusters';

const featuresOf = ({ model }: Comparison): readonly string[] => model.columns.filter(({ role }) => role === 'feature').map(({ name }) => name);

/** Four typed lines. The row has the usual value of each column. */
export function program(features: readonly string[], summary: readonly ColumnSummary[], kind: ModelKind, modelFile: string): string {
  const columns = features.map((name) => summary.find((column) => column.name === name)).filter((column) => column !== undefined);
  const load = `const model = await load(${stringLiteral(modelFile)}, { kind: '${kind}' });`;
  if (columns.length > mostColumns) {
    return [
      "import { load } from 'glissade';", "import { open } from 'glissade/data';", load,
      "const predicted = await model.predict(await open('new.csv'));",
    ].join('\n');
  }
  const cells = columns.map((column) => `${propertyKey(column.name)}: ${usualValue(column)}`);
  const row = cells.join(', ').length <= 60 ? `{ ${cells.join(', ')} }` : `{\n  ${cells.join(',\n  ')},\n}`;
  return ["import { load } from 'glissade';", load, `const [predicted] = await model.predict([${row}]);`, 'console.log(predicted);'].join('\n');
}

function usualValue({ type, median, top, mean }: ColumnSummary): string {
  if (type === 'categorical') return top?.[0] === undefined ? 'null' : stringLiteral(top[0].value);
  if (type === 'boolean') return String((mean ?? 0) >= 0.5);
  if (median === undefined || !Number.isFinite(median)) return 'null';
  return type === 'date' ? `new Date(${stringLiteral(dateText(median))})` : String(Number(median.toPrecision(6)));
}
