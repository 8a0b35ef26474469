/** The one gate: types, lint, layer rules, tests, doc examples. Arguments go to the test runner. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (path) => join(root, 'node_modules', path);
const steps = [
  ['types', [bin('typescript/bin/tsc'), '-p', 'tsconfig.json']],
  ['types, as published', [bin('typescript/bin/tsc'), '-p', 'tsconfig.build.json', '--noEmit', '--rewriteRelativeImportExtensions', 'false', '--allowImportingTsExtensions']],
  ['lint', [bin('oxlint/bin/oxlint'), '--deny-warnings']],
  ['tests', [bin('vitest/vitest.mjs'), 'run', ...process.argv.slice(2)]],
];

for (const [name, command] of steps) {
  const start = performance.now();
  const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (status !== 0) {
    process.stderr.write(`not ok: ${name} (${seconds} s)\n`);
    process.exit(status ?? 1);
  }
  process.stdout.write(`ok: ${name} (${seconds} s)\n`);
}
