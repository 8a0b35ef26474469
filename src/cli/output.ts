/** What goes to the terminal: tables and documents to standard output, notes and progress to standard error. */
import { SingleBar } from 'cli-progress';
import Table from 'cli-table3';
import type { Progress } from '../index.ts';
import { printable } from './printable.ts';

/** @param wrap  break lines between words where the terminal ends; in a file or pipe nothing is broken */
export function print(text: string, { wrap = false }: { readonly wrap?: boolean } = {}): void {
  const width = wrap && process.stdout.isTTY ? process.stdout.columns : Infinity;
  process.stdout.write(`${text.split('\n').map((line) => wrapped(line, width)).join('\n')}\n`);
}

export function note(text: string): void {
  process.stderr.write(`${printable(text)}\n`);
}

/** One JSON document, and nothing else, on standard output. */
export function printJson(document: unknown): void {
  print(JSON.stringify(document, null, 2));
}

/** '1 row', '12 rows'. */
export function formatCount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A cell longer than this is cut: names may be sentences. */
const widestCell = 40;

/** A table with a head; columns after the first are numbers, set right, but those named in `words`. */
export function formatTable(head: readonly string[], rows: readonly (readonly string[])[], words: readonly string[] = []): string {
  const table = new Table({
    head: head.map((name) => clipped(printable(name), widestCell)),
    colAligns: head.map((name, i) => (i === 0 || words.includes(name) ? 'left' : 'right')),
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
    chars: {
      top: '', 'top-mid': '', 'top-left': '', 'top-right': '', bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '',
      left: '', 'left-mid': '', right: '', 'right-mid': '', mid: '', 'mid-mid': '', middle: '  ',
    },
  });
  table.push(...rows.map((row) => row.map((cell) => clipped(printable(cell), widestCell))));
  const lines = table.toString().split('\n').map((line) => line.trimEnd());
  return [lines[0], '─'.repeat(Math.max(...lines.map((line) => line.length))), ...lines.slice(1)].join('\n');
}

/** `digits` significant digits, without exponent where that is readable, thousands not separated. */
export function formatNumber(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return '0';
  const size = Math.abs(Number(value.toPrecision(digits))); // 0.99996 has no digit before the point until it is rounded
  if (size >= 1e9 || size < 1e-4) return value.toExponential(digits - 1);
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  return value.toFixed(decimals);
}

/** '97.4 %'. */
export function formatShare(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** '48 s', '3 min 20 s', '2 h 5 min'. */
export function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** Below this nothing is known of how fast the work is. */
const soon = 1000;

/** Says how fast rows come and how long the rest takes; of steps that are no rows, as long as those before on average. */
function pacer(): (progress: Progress) => string {
  let begin = performance.now();
  let of = NaN;
  let from = 0;
  return ({ done, total, perSecond, secondsLeft }) => {
    if (perSecond !== undefined && secondsLeft !== undefined) return ` · ${formatNumber(perSecond, 3)} rows/s · ${duration(secondsLeft)} left`;
    const now = performance.now();
    if (total !== of) [begin, of, from] = [now, total, done];
    if (done <= from || done >= total || now - begin < soon) return '';
    return ` · about ${duration(((now - begin) * (total - done)) / (done - from) / 1000)} left`;
  };
}

/**
 * A progress bar on standard error when that is a terminal; elsewhere (a log, a pipe) a line at most every
 * second. `stop` takes the bar away.
 */
export function progressBar(): { show: (progress: Progress) => void; stop: () => void } {
  const pace = pacer();
  if (!process.stderr.isTTY) {
    let last = -Infinity;
    return {
      show: (progress) => {
        if (performance.now() - last < 1000) return;
        note(`… ${progress.label}${progress.perSecond === undefined ? '' : pace(progress)}`);
        last = performance.now();
      },
      stop: () => undefined,
    };
  }
  const bar = new SingleBar({ format: '{bar} {percentage}%  {label}', barsize: 24, hideCursor: true, clearOnComplete: true, stream: process.stderr, gracefulExit: false });
  let started = false;
  const stop = (): void => {
    if (started) bar.stop();
    started = false;
  };
  return {
    show: (progress) => {
      const { done, total } = progress;
      const label = `${progress.label}${pace(progress)}`;
      if (!started) {
        bar.start(total, done, { label });
        process.once('exit', stop); // an end without warning must not leave the cursor hidden
      }
      started = true;
      bar.setTotal(total);
      bar.update(done, { label });
    },
    stop: () => {
      stop();
      process.off('exit', stop);
    },
  };
}

function clipped(text: string, width: number): string {
  const characters = [...text];
  return characters.length <= width ? text : `${characters.slice(0, width - 1).join('')}…`;
}

function wrapped(line: string, width: number): string {
  let column = 0;
  return line.split(' ').map((word, i) => {
    const length = [...word].length;
    const breaks = i > 0 && column + 1 + length > width;
    column = i === 0 || breaks ? length : column + 1 + length;
    return i === 0 ? word : `${breaks ? '\n' : ' '}${word}`;
  }).join('');
}
