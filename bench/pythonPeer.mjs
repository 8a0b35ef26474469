/** A Python process beside a benchmark: told a line, it does its work once and answers with a line. And the numbers both work on. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const python = process.env.PYTHON ?? '/usr/bin/python3';

/** The version of scikit-learn that the interpreter has; undefined where there is none. PYTHON names another interpreter. */
export function scikitLearnVersion() {
  const { status, stdout } = spawnSync(python, ['-c', 'import sklearn; print(sklearn.__version__)'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

/** Starts a script of this folder, which says one line when it is ready. @param threads  that its libraries may use */
export async function pythonPeer(script, args, threads, interpreter = python) {
  const child = spawn(interpreter, [fileURLToPath(new URL(script, import.meta.url)), ...args.map(String)], {
    stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, OPENBLAS_NUM_THREADS: String(threads), OMP_NUM_THREADS: String(threads) },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  if ((await lines.next()).done) throw new Error(`bench: ${script} must start; ${interpreter} ended`);
  return {
    ask: async (line) => {
      child.stdin.write(`${line}\n`);
      return (await lines.next()).value;
    },
    end: async () => {
      child.stdin.end();
      await once(child, 'close');
    },
  };
}

/** Of the arguments of a benchmark: an interpreter of Python that has torch, and a folder where tfjs is installed, in any order; either may be left out. */
export function readPeers(args) {
  const isFolder = (path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  return { python: args.find((path) => !isFolder(path)), folder: args.find(isFolder) };
}

/** Milliseconds that a piece of work takes, and those of all processors, which other work on the machine changes less. */
export async function timed(work) {
  const [start, used] = [performance.now(), process.cpuUsage()];
  const result = await work();
  const milliseconds = performance.now() - start;
  const { user, system } = process.cpuUsage(used);
  return { milliseconds, processor: (user + system) / 1000, result };
}

/** How many times as long the least of theirs is as the least of ours. */
export function ratioOf(theirs, ours) {
  return theirs.length === 0 ? '' : `${(Math.min(...theirs) / Math.min(...ours)).toFixed(2)} ×`;
}

/** Numbers from −½ to ½, the same each time. */
export function uniforms() {
  let state = 12345;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296 - 0.5;
  };
}

/** @throws RangeError for what is no whole number from 1 on, such as an interpreter in the place of a number */
export function readRepetitions(text) {
  const repetitions = Number(text);
  if (!Number.isInteger(repetitions) || repetitions < 1) throw new RangeError(`bench: repetitions must be a whole number from 1 on; it is ${JSON.stringify(text)} (an interpreter is named by PYTHON=…)`);
  return repetitions;
}
