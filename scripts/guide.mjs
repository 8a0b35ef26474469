/**
 * The guide: runs the example of every chapter in docs/guide, puts the picture and the derivation it makes into the
 * chapter, and writes all chapters as static pages that load nothing.
 *
 *   npm run guide [-- --check] [-- --out FOLDER]     --check: change no chapter, fail where one is not what its example makes
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import esbuild from 'esbuild';
import { fail, note, root } from './process.mjs';
import { pageOf } from './guidePage.mjs';

const folder = join(root, 'docs/guide');
const work = join(root, `.cache/guide-${process.pid}`);

const { values: { check, out } } = parseArgs({ options: { check: { type: 'boolean', default: false }, out: { type: 'string', default: join(root, 'build/guide') } } });

const names = (await readdir(folder)).filter((name) => /^\d\d-.*\.md$/.test(name)).sort();
await mkdir(work, { recursive: true });
await mkdir(join(folder, 'pictures'), { recursive: true });
await mkdir(out, { recursive: true });
await writeFile(join(work, 'plot.mjs'), await plotTwice());
process.chdir(root); // the examples read datasets/
const chapters = [];
try {
  for (const name of names) {
    const text = await readFile(join(folder, name), 'utf8');
    const { picture, derivation, narrow } = await run(name, text);
    const drawing = `pictures/${name.replace('.md', '.svg')}`;
    const title = /^# (.+)$/m.exec(text)[1];
    const full = fill(fill(text, 'picture', `![${title}](${drawing})`), 'derivation', lowered(derivation.toMarkdown()));
    await keep(join(folder, name), full);
    await keep(join(folder, drawing), `${picture}\n`);
    chapters.push({ name: name.replace('.md', ''), title, text: full, picture, narrow });
  }
} finally {
  await rm(work, { recursive: true });
}
for (const [i, chapter] of chapters.entries()) await writeFile(join(out, `${chapter.name}.html`), pageOf(chapter, chapters[i - 1], chapters[i + 1]));
const index = await readFile(join(folder, 'README.md'), 'utf8');
await writeFile(join(out, 'index.html'), pageOf({ name: 'index', title: 'A guide to machine learning', text: index }, undefined, chapters[0]));
note(`${chapters.length} chapters written to ${out}`);

/** What the chapter's example makes, its picture also as a phone shows it. */
async function run(name, text) {
  const block = [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code]) => code).find((code) => code.includes('const derivation'));
  if (block === undefined) fail(`${name}: there must be an example that makes a picture and a derivation; there is none`);
  const { code } = await esbuild.transform(`${block}\nexport { picture, derivation };\n`, { loader: 'ts', target: 'node20' });
  const path = join(work, name.replace('.md', '.mjs'));
  await writeFile(path, code.replace(/(?<=from ['"])glissade\/plot(?=['"])/, './plot.mjs'));
  const { picture, derivation } = await import(pathToFileURL(path).href);
  const { narrow } = await import(pathToFileURL(join(work, 'plot.mjs')).href);
  if (!narrow.has(picture)) fail(`${name}: the picture must be one that a function of glissade/plot draws`);
  return { picture, derivation, narrow: narrow.get(picture) };
}

/** glissade/plot, which keeps of every picture another one as narrow as a phone: what letters need to be read there. */
async function plotTwice() {
  const functions = Object.entries(await import('../dist/plot/index.js')).filter(([, value]) => typeof value === 'function').map(([name]) => name);
  return `import * as plot from 'glissade/plot';
export const narrow = new Map();
const twice = (draw) => (...args) => {
  const drawn = draw(...args);
  const at = Math.max(1, draw.length); // the options come last, after what is to be drawn
  if (typeof drawn === 'string' && drawn.startsWith('<svg')) narrow.set(drawn, draw(...args.slice(0, at), { ...args[at], width: 335 }));
  return drawn;
};
${functions.map((name) => `export const ${name} = twice(plot.${name});`).join('\n')}
`;
}

/** Without its title, and its headings below those of the chapter. */
function lowered(markdown) {
  return markdown.replace(/^# .*\n+/, '').replace(/^## /gm, '#### ').trim();
}

function fill(text, what, made) {
  const place = new RegExp(`<!-- made: ${what} -->\n[\\s\\S]*?<!-- made: end -->`);
  if (!place.test(text)) fail(`there must be a place for the ${what}: <!-- made: ${what} -->`);
  return text.replace(place, () => `<!-- made: ${what} -->\n${made}\n<!-- made: end -->`);
}

async function keep(path, text) {
  const old = await readFile(path, 'utf8').catch(() => '');
  if (old === text) return;
  if (check) fail(`${relative(root, path)} is not what its example makes; npm run guide writes it`);
  await writeFile(path, text);
}
