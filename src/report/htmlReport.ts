/** The report of a comparison: one HTML file that needs no network and runs no script. Knows no file system. */
import type { ClassificationComparison, Comparison, RegressionComparison } from '../select/index.ts';
import { networkOf } from './networkOf.ts';
import { page } from './page.ts';
import type { Section } from './pieces.ts';
import { calibration } from './sections/calibration.ts';
import { classEffects } from './sections/classEffects.ts';
import { positiveName } from './sections/classes.ts';
import { classSummary } from './sections/classSummary.ts';
import { confusion } from './sections/confusion.ts';
import { curves } from './sections/curves.ts';
import { data } from './sections/data.ts';
import { effects } from './sections/effects.ts';
import { learning } from './sections/learning.ts';
import { making } from './sections/making.ts';
import { models } from './sections/models.ts';
import { tableNetwork } from './sections/network.ts';
import { path } from './sections/path.ts';
import { predictions, residuals } from './sections/predictions.ts';
import { summary } from './sections/summary.ts';
import { use } from './sections/use.ts';

export interface ReportOptions {
  /** Where the model was written, as the reader will load it: 'houses.glissade'. */
  readonly modelFile: string;
  /** The version of Glissade. */
  readonly version: string;
  /** When it was made, as it should stand there. Default: not said, so that equal input gives an equal report. */
  readonly generated?: string;
  /** The command that makes it again. Default: `npx glissade train` with table, target, folds and seed. */
  readonly command?: string;
}

/**
 * A self-contained report about a comparison: summary and doubts, data, models compared, the chosen model, predictions and
 * residuals (of classes: confusion, ROC and precision-recall curves, calibration), coefficient path, learning curve with its
 * verdict, how to load the model, how it was made.
 * Readable on a phone, in the dark and on paper; names from the table are escaped.
 * @returns HTML, deterministic for equal input
 * @throws TypeError when modelFile or version is not a string
 */
export function htmlReport(comparison: Comparison, options: ReportOptions): string {
  checkReportOptions('htmlReport', options);
  const { source, target, task } = comparison;
  return page({
    title: `${target}, predicted from ${source}`, heading: `Predicting ${target}`, kind: task === 'regression' ? 'Regression report' : 'Classification report',
    source, version: options.version, generated: options.generated,
    sections: task === 'regression' ? regressionSections(comparison, options) : classificationSections(comparison, options),
  });
}

/** @throws TypeError when modelFile or version is not a string */
export function checkReportOptions(caller: string, options: ReportOptions): void {
  for (const name of ['modelFile', 'version'] as const) {
    const text: unknown = options[name];
    if (typeof text !== 'string') throw new TypeError(`${caller}: ${name} must be a string; it is ${text === null ? 'null' : typeof text}`);
  }
}

function regressionSections(comparison: RegressionComparison, options: ReportOptions): Section[] {
  return [
    summary(comparison), data(comparison), models(comparison), networkOf(comparison) === undefined ? effects(comparison) : tableNetwork(comparison), predictions(comparison), residuals(comparison),
    ...(comparison.path === undefined ? [] : [path(comparison.path, `Change of ${comparison.target} per standard deviation`)]),
    learning(comparison), use(comparison, options.modelFile), making(comparison, options),
  ];
}

function classificationSections(comparison: ClassificationComparison, options: ReportOptions): Section[] {
  return [
    classSummary(comparison), data(comparison), models(comparison), networkOf(comparison) === undefined ? classEffects(comparison) : tableNetwork(comparison), confusion(comparison), ...curves(comparison), calibration(comparison),
    ...(comparison.path === undefined ? [] : [path(comparison.path, `Change of the log-odds of ${positiveName(comparison)} per standard deviation`)]),
    learning(comparison), use(comparison, options.modelFile), making(comparison, options),
  ];
}
