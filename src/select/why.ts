/** Puts the choice between models into one sentence. Knows no data. */
import type { Candidate, ComparedSample } from './result.ts';

/** Of a table larger than the memory budget: what was done on a sample, and what on all rows. */
export function describeSample({ rows, of, fittedOn, reason }: ComparedSample): string {
  const kept = fittedOn === 'all' ? `the one kept is fitted on all rows, with the same penalty for each` : `the one kept is fitted on these: ${reason}`;
  return `The table is larger than the memory for it: models are compared on ${rows} of its ${of} rows, drawn at random; ${kept}.`;
}

/** How a task calls what it measures. */
export interface Words {
  /** 'error' */
  readonly loss: string;
  /** The simplest prediction: 'the mean'. */
  readonly simplest: string;
}

export interface Choice {
  readonly target: string;
  readonly words: Words;
  readonly baseline: Candidate;
  readonly models: readonly Candidate[];
  readonly chosen: Candidate;
  /** The candidate with the smallest mean loss. */
  readonly best: Candidate;
  /** One standard error of the best. */
  readonly standardError: number;
  /** False when the user named the model. */
  readonly automatic: boolean;
}

export function whyChosen({ target, words: { loss, simplest }, baseline, models, chosen, best, standardError, automatic }: Choice): string {
  const error = (candidate: Candidate): string => `${shown(candidate.cv.mean)}`;
  const limit = best.cv.mean + standardError;
  const doubt = baseline.cv.mean <= limit
    ? ` No model is clearly better than predicting ${simplest} (${error(baseline)}): the columns may say little about ${target}, or there are too few rows.`
    : '';
  if (!automatic) return `${title(chosen.name)} was asked for: ${loss} ${error(chosen)}, against ${error(baseline)} for ${simplest}.${doubt}`;
  const within = models.filter((candidate) => candidate.cv.mean <= limit);
  if (within.length === 1) return `${title(chosen.name)} is chosen: no other model comes within one standard error (${shown(standardError, 2)}) of its ${loss}, ${error(chosen)}.${doubt}`;
  const others = within.filter((candidate) => candidate !== chosen).map((candidate) => named(candidate.name));
  const near = `within one standard error (${shown(standardError, 2)})`;
  const size = `${shown(chosen.degreesOfFreedom, 3)} effective coefficients`;
  const reason = chosen === best
    ? `${title(chosen.name)} has the smallest ${loss}, ${error(best)}. ${title(listed(others))} ${others.length === 1 ? 'comes' : 'come'} ${near} of it, but ${named(chosen.name)} is ${others.length === 1 ? 'simpler' : 'the simplest'}, with ${size}.`
    : `${title(chosen.name)} is chosen: its ${loss}, ${error(chosen)}, is ${near} of the smallest, ${error(best)} of ${named(best.name)}, and with ${size} it is ${others.length === 1 ? 'the simpler of the two' : 'the simplest model that close'}.`;
  return `${reason}${doubt}`;
}

/** Whole digits stay, so that the sentence says what the table beside it says. */
function shown(value: number, digits = 4): string {
  const whole = value.toFixed(0);
  if (whole.length >= digits && Math.abs(value) >= 1 && Math.abs(value) < 1e9) return whole;
  const text = value.toPrecision(digits);
  return value === 0 ? '0' : text.includes('e') ? String(Number(text)) : text;
}

/** 'logistic-l2' → 'logistic L2'; 'mlp' → 'the network' */
function named(name: string): string {
  if (name === 'mlp') return 'the network';
  return name.replace(/-l(\d)$/, ' L$1');
}

function title(name: string): string {
  const text = named(name);
  return text[0].toUpperCase() + text.slice(1);
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
}
