/** Puts the choice between models into one sentence. Knows no data. */
import type { Candidate } from './result.ts';

export interface Choice {
  readonly target: string;
  readonly baseline: Candidate;
  readonly models: readonly Candidate[];
  readonly chosen: Candidate;
  /** The candidate with the smallest mean error. */
  readonly best: Candidate;
  /** One standard error of the best. */
  readonly standardError: number;
  /** False when the user named the model. */
  readonly automatic: boolean;
}

export function whyChosen({ target, baseline, models, chosen, best, standardError, automatic }: Choice): string {
  const error = (candidate: Candidate): string => `${shown(candidate.cv.mean)}`;
  const limit = best.cv.mean + standardError;
  const doubt = baseline.cv.mean <= limit
    ? ` No model is clearly better than predicting the mean (${error(baseline)}): the columns may say little about ${target}, or there are too few rows.`
    : '';
  if (!automatic) return `${title(chosen.name)} was asked for: error ${error(chosen)}, against ${error(baseline)} for the mean.${doubt}`;
  const within = models.filter((candidate) => candidate.cv.mean <= limit);
  const coefficients = `${shown(chosen.degreesOfFreedom, 3)} effective coefficients`;
  if (within.length === 1) return `${title(chosen.name)} is chosen: no other model comes within one standard error (${shown(standardError, 2)}) of its error, ${error(chosen)}.${doubt}`;
  const others = within.filter((candidate) => candidate !== chosen).map((candidate) => candidate.name);
  const lead = chosen === best
    ? `${title(chosen.name)} has the smallest error, ${error(best)}, and is the simplest`
    : `${title(chosen.name)} is chosen: its error, ${error(chosen)}, is within one standard error (${shown(standardError, 2)}) of the smallest, ${error(best)} of ${best.name}, and it is the simplest`;
  return `${lead} of the models that near (${listed(others)} too), with ${coefficients}.${doubt}`;
}

function shown(value: number, digits = 4): string {
  const text = value.toPrecision(digits);
  return text.includes('e') ? String(Number(text)) : text;
}

function title(name: string): string {
  return name[0].toUpperCase() + name.slice(1);
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
}
