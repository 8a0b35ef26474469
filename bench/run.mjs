/** The benchmarks: `npm run bench` lists them, `npm run bench -- <name>` runs one. Each prints what it measured. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
const names = readdirSync(folder).filter((file) => file.endsWith('.bench.mjs')).map((file) => file.slice(0, -'.bench.mjs'.length)).sort();
const [name, ...args] = process.argv.slice(2);

if (name === undefined) {
  process.stdout.write(`npm run bench -- <name>\n\n${names.map((each) => `  ${each}`).join('\n')}\n`);
} else if (names.includes(name)) {
  const { default: bench } = await import(`./${name}.bench.mjs`);
  await bench(args);
} else {
  process.stderr.write(`bench: there is no benchmark ${JSON.stringify(name)}; there are ${names.join(', ')}\n`);
  process.exitCode = 2;
}
