/**
 * The one gate: types, lint, layer rules, tests, doc examples. Arguments go to the test runner. All steps run at the same
 * time; the first that fails ends the others. What the compiler knows of unchanged files is kept in .cache/.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './process.mjs';

const bin = (path) => join(root, 'node_modules', path);
const tsc = (name, ...args) => [bin('typescript/bin/tsc'), ...args, '--incremental', '--tsBuildInfoFile', join(root, `.cache/${name}.tsbuildinfo`)];
const steps = {
  types: tsc('types', '-p', 'tsconfig.json'),
  'types, as published': tsc('published', '-p', 'tsconfig.build.json', '--noEmit', '--rewriteRelativeImportExtensions', 'false', '--allowImportingTsExtensions'),
  lint: [bin('oxlint/bin/oxlint'), '--deny-warnings'],
  tests: [bin('vitest/vitest.mjs'), 'run', ...process.argv.slice(2)],
};

mkdirSync(join(root, '.cache'), { recursive: true });
const start = performance.now();
const failed = new AbortController();
const said = await Promise.all(Object.entries(steps).map(async ([name, args]) => {
  // the tests speak as they go; of the others is read what they say when they fail
  const { status, output } = await (name === 'tests' ? alone(args) : quiet(args));
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (status === 0) return `ok: ${name} (${seconds} s)`;
  if (failed.signal.aborted) return undefined; // ended because another had failed
  failed.abort();
  process.exitCode = status;
  process.stderr.write(`${output}not ok: ${name} (${seconds} s)\n`);
  return undefined;
}));
if (process.exitCode === undefined) process.stdout.write(`${said.join('\n')}\n`);

async function alone(args) {
  return { status: await run(args, { signal: failed.signal }), output: '' };
}

async function quiet(args) {
  let output = '';
  const status = await run(args, { signal: failed.signal, stdio: ['ignore', 'pipe', 'pipe'], onOutput: (piece) => { output += piece; } });
  return { status, output };
}
