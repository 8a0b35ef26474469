/**
 * The two commands of a fresh clone, each with all its set-up: installs from the lock file when node_modules is not
 * what the lock file says, builds when a source is newer than the build, then runs. With nothing to do it costs
 * a few milliseconds.
 *
 *   npm start [-- train my.csv --target y]     npm test [-- src/models]     npm run bench [-- linear]
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const root = fileURLToPath(new URL('..', import.meta.url));
const [task, ...args] = process.argv.slice(2);
const stamp = join(root, 'node_modules/.glissade-lock');

if (!atLeast(process.versions.node, [20, 19])) fail(`glissade needs Node 20.19 or newer; this is ${process.versions.node}`);

const lock = createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex');
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
  note('installing dependencies from the lock file …');
  // npm's own reports go to standard error: standard output belongs to the command
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { stdio: ['inherit', 2, 2], shell: process.platform === 'win32' });
  writeFileSync(stamp, lock);
}

if (task === 'test') {
  run(process.execPath, [join(root, 'scripts/ok.mjs'), ...args]);
} else {
  const built = join(root, 'dist/.built');
  if (!existsSync(built) || newest(join(root, 'src')) > statSync(built).mtimeMs) {
    note('building …');
    run(process.execPath, [join(root, 'scripts/build.mjs')], { stdio: ['inherit', 2, 2] });
  }
  if (task === 'bench') run(process.execPath, [join(root, 'bench/run.mjs'), ...args]);
  else run(process.execPath, [join(root, 'dist/cli/main.js'), ...(args.length > 0 ? args : mainJob())], { cwd: process.env.INIT_CWD ?? root });
}

/** What `npm start` shows: the main job on a data set of the repository. */
function mainJob() {
  return ['train', join(root, 'datasets/diabetes.csv'), '--target', 'progression', '--out', join(root, 'diabetes.glissade'), '--report', join(root, 'report.html')];
}

function newest(folder) {
  let latest = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) latest = Math.max(latest, statSync(join(entry.parentPath, entry.name)).mtimeMs);
  }
  return latest;
}

function run(command, parameters, options = {}) {
  // the child handles Ctrl-C and says how it ended; this process waits for it
  process.on('SIGINT', () => {});
  const { status, signal, error } = spawnSync(command, parameters, { cwd: root, stdio: 'inherit', ...options });
  if (error) fail(error.message);
  if (status !== 0) process.exit(status ?? (signal === 'SIGINT' ? 130 : 1));
}

function atLeast(version, [major, minor]) {
  const [a, b] = version.split('.').map(Number);
  return a > major || (a === major && b >= minor);
}

function note(message) {
  process.stderr.write(`glissade: ${message}\n`);
}

function fail(message) {
  note(message);
  process.exit(1);
}
