/** Compiles src/ into dist/: ES modules and types, the command made executable. dist/ is replaced when all is done, or not at all. */
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './process.mjs';

const dist = join(root, 'dist');
const inputs = ['tsconfig.json', 'tsconfig.build.json', 'scripts/build.mjs', 'package-lock.json'];

/** True when dist/ was built from the files that are in src/ now. */
export function isBuilt() {
  const stamp = join(dist, '.built');
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint();
}

/** The exit status. What the compiler says goes to standard error. */
export async function build() {
  // taken before compiling: a file changed meanwhile is built next time
  const built = fingerprint();
  const fresh = join(root, `.cache/build-${process.pid}`);
  const old = join(root, `.cache/old-${process.pid}`);
  mkdirSync(join(root, '.cache'), { recursive: true });
  try {
    const status = await run([join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json', '--outDir', fresh], { stdio: ['inherit', 2, 2] });
    if (status !== 0) return status;
    chmodSync(join(fresh, 'cli/main.js'), 0o755);
    writeFileSync(join(fresh, '.built'), built);
    if (existsSync(dist)) renameSync(dist, old);
    renameSync(fresh, dist);
    return 0;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
  }
}

/** Changes when a source is added, changed or removed. Times and sizes, not contents: a few milliseconds. */
function fingerprint() {
  const hash = createHash('sha256');
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !/\.(test|testing)\.ts$/.test(path))
    .map((path) => join('src', path));
  for (const path of [...inputs, ...sources.sort()]) {
    const { mtimeMs, size } = statSync(join(root, path));
    hash.update(`${path} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
}
