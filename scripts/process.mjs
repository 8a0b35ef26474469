/** Running another program as if it were this one: its output, its exit status, its signals. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Runs Node, or the program `options.program`, and gives its exit status, 128 + signal when a signal ended it.
 * Ctrl-C reaches the program by itself, from the terminal, and it decides how to end; other signals are passed on.
 * `options.signal` ends it; `options.onOutput` hears what it writes, where stdio is piped.
 */
export function run(args, { program = process.execPath, onOutput, ...options } = {}) {
  const child = spawn(program, args, { cwd: root, stdio: 'inherit', ...options });
  if (onOutput !== undefined) for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', onOutput);
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.on('error', (error) => {
      if (error.name === 'AbortError') return; // 'exit' follows
      note(`${program}: ${error.message}`);
      resolve(1);
    });
    child.on(onOutput === undefined ? 'exit' : 'close', (status, signal) => resolve(status ?? 128 + (constants.signals[signal] ?? 1)));
  });
}

/** Notes go to standard error: standard output belongs to the command. */
export function note(message) {
  process.stderr.write(`glissade: ${message}\n`);
}

export function fail(message) {
  note(message);
  process.exit(1);
}
