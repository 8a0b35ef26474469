/** How the coefficients grow as the penalty weakens. Only for models with a penalty. */
import { coefficientPath } from '../../plot/index.ts';
import type { CoefficientPath } from '../../select/index.ts';
import { html } from '../markup.ts';
import { modelName } from '../names.ts';
import { figure, type Section } from '../pieces.ts';

/** @param yLabel  what a coefficient is */
export function path(found: CoefficientPath, yLabel: string): Section {
  const { alphas, coefs, features, alpha, name } = found;
  const drawn = { alphas, coefs, features, ...(alpha !== undefined && alpha > 0 && { alpha }) };
  return {
    id: 'path',
    title: 'Coefficient path',
    body: html`
<p>The penalty alpha of ${modelName(name)} holds the coefficients back. From left to right it weakens: columns that matter most come first, and columns that stay near 0 hardly help.</p>
${figure((width) => coefficientPath(drawn, { yLabel, width }))}`,
  };
}
