/** The one gate: types, lint, layer rules, tests, doc examples. Arguments go to the test runner. */
import { join } from 'node:path';
import { root, run } from './process.mjs';

const bin = (path) => join(root, 'node_modules', path);
const tsc = bin('typescript/bin/tsc');
const steps = [
  ['types', [tsc, '-p', 'tsconfig.json']],
  ['types, as published', [tsc, '-p', 'tsconfig.build.json', '--noEmit', '--rewriteRelativeImportExtensions', 'false', '--allowImportingTsExtensions']],
  ['lint', [bin('oxlint/bin/oxlint'), '--deny-warnings']],
  ['tests', [bin('vitest/vitest.mjs'), 'run', ...process.argv.slice(2)]],
];

for (const [name, args] of steps) {
  const start = performance.now();
  const status = await run(args);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (status !== 0) {
    process.stderr.write(`not ok: ${name} (${seconds} s)\n`);
    process.exitCode = status;
    break;
  }
  process.stdout.write(`ok: ${name} (${seconds} s)\n`);
}
