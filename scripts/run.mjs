/**
 * The commands of a fresh clone, each with all its set-up: installs from the lock file when node_modules is not what
 * the lock file says, builds when a source is not the one that was built, then runs. With nothing to do it costs
 * a few milliseconds.
 *
 *   npm start [-- train my.csv --target y]     npm test [-- src/models]     npm run bench [-- linear]
 */
import { join } from 'node:path';
import { build, isBuilt } from './build.mjs';
import { install, isInstalled } from './install.mjs';
import { fail, note, root, run } from './process.mjs';

const [task, ...args] = process.argv.slice(2);
const bin = (path) => join(root, 'node_modules', path);

/** What `npm start` shows: the main job on a data set of the repository. */
const mainJob = ['train', 'datasets/diabetes.csv', '--target', 'progression', '--out', 'diabetes.glissade', '--report', 'report.html'];

const tasks = {
  start: { built: true, go: () => run([join(root, 'dist/cli/main.js'), ...(args.length > 0 ? args : mainJob)], { cwd: args.length > 0 ? (process.env.INIT_CWD ?? root) : root }) },
  test: { built: false, go: () => run([join(root, 'scripts/ok.mjs'), ...args]) },
  fuzz: { built: false, go: () => run([bin('vitest/vitest.mjs'), 'run', ...args], { env: { ...process.env, FUZZ: process.env.FUZZ ?? '' } }) },
  slow: { built: true, go: () => run([bin('vitest/vitest.mjs'), 'run', '--config', 'vitest.slow.config.ts', ...args]) },
  bench: { built: true, go: () => run([join(root, 'bench/run.mjs'), ...args]) },
  guide: { built: true, go: () => run([join(root, 'scripts/guide.mjs'), ...args]) },
  dist: { built: true, go: async () => 0 },
  build: { built: true, go: () => run([join(root, 'scripts/guide.mjs'), '--check']) },
};

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) fail(`Node must be 20.19 or newer; this is ${process.versions.node}`);
if (!Object.hasOwn(tasks, task ?? '')) fail(`the task must be one of ${Object.keys(tasks).join(', ')}; it is ${task}`);

const { built, go } = tasks[task];
let status = 0;
if (!isInstalled()) {
  note('installing dependencies from the lock file …');
  status = await install();
}
if (status === 0 && built && !isBuilt()) {
  note('building …');
  status = await build();
}
process.exitCode = status === 0 ? await go() : status;
