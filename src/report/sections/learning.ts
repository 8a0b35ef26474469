/** The learning curve, its verdict, and what to try next. */
import { learningCurvePlot } from '../../plot/index.ts';
import type { Comparison } from '../../select/index.ts';
import { html } from '../markup.ts';
import { figure, list, verdict, type Section } from '../pieces.ts';

export function learning({ curve, diagnosis, baseline, target }: Comparison): Section {
  const isError = curve.metric === 'rootMeanSquaredError';
  const drawn = { ...curve, ...(curve.baseline === undefined && isError && { baseline: baseline.cv.mean }) };
  return {
    id: 'learning',
    title: 'Learning curve',
    body: html`
<p>The same model, fitted on more and more rows. Overfitting shows as a gap between the lines; underfitting as two lines that meet while both are poor.</p>
${figure((width) => learningCurvePlot(drawn, { ...(isError && { yLabel: `Root mean squared error of ${target}` }), width }))}
${verdict(diagnosis)}
${diagnosis.suggestions.length === 0 ? undefined : html`<h3>What to try</h3>${list(diagnosis.suggestions)}`}`,
  };
}
