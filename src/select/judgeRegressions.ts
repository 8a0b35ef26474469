/** Cross-validates regressions: every family and penalty over the folds, the products of a fold summed once for all. */
import { pauser, type RunOptions } from '../estimator/index.ts';
import { r2, rootMeanSquaredError, summarizeScores, type Split } from '../evaluate/index.ts';
import { checkUsable, type RegressionData } from '../models/index.ts';
import { tableEncoder, type FittedTableEncoder } from '../preprocess/index.ts';
import type { AskedMlp, Judged, Steps } from './comparison.ts';
import { evenL1Ratio, familiesFor, prepare, type Family, type Prepared } from './families.ts';
import { foldScores } from './foldScores.ts';
import { judgeMlpRegressor } from './judgeMlp.ts';
import { partOf } from './part.ts';
import type { CoefficientPath, PenaltyCurve, RegressionCandidate } from './result.ts';

export async function judgeRegressions(caller: string, train: RegressionData, splits: readonly Split[], steps: Steps, run: RunOptions, mlp: AskedMlp): Promise<Judged<RegressionCandidate>> {
  const pause = pauser(run.signal);
  const families = familiesFor(evenL1Ratio(train.y));
  const whole = await prepareOn(caller, train, run);
  const grids = families.map((family) => family.alphas(whole.prepared));
  const scores = families.map((_, f) => Array.from(grids[f], () => ({ error: [] as number[], r2: [] as number[] })));
  const base = { error: [] as number[], r2: [] as number[] };
  for (const [k, split] of splits.entries()) {
    const fold = partOf(train, split.train);
    const held = partOf(train, split.test);
    const { encoder, prepared } = await prepareOn(caller, fold, run);
    const X = encoder.transform(held.frame);
    const mean = new Float64Array(held.y.length).fill(meanOf(fold.y));
    base.error.push(rootMeanSquaredError(held.y, mean));
    base.r2.push(r2(held.y, mean));
    for (const [f, family] of families.entries()) {
      steps.advance(`fold ${k + 1} of ${splits.length}: ${family.name}`);
      const path = await family.path(prepared, grids[f], run);
      const { rootMeanSquaredErrors, r2: explained } = foldScores(path, X, held.y);
      scores[f].forEach((score, a) => {
        score.error.push(rootMeanSquaredErrors[a]);
        score.r2.push(explained[a]);
      });
      await pause();
    }
  }
  const curves = families.map((family, f): PenaltyCurve => ({
    name: family.name,
    alphas: family.penalised ? [...grids[f]] : [],
    scores: scores[f].map(({ error }) => summarizeScores(error)),
  }));
  const models: RegressionCandidate[] = [];
  for (const [f, family] of families.entries()) {
    const a = curves[f].scores.reduce((least, score, i) => (score.mean < curves[f].scores[least].mean ? i : least), 0);
    models.push({
      name: family.name, options: family.options(grids[f][a]), cv: curves[f].scores[a], r2: summarizeScores(scores[f][a].r2),
      degreesOfFreedom: await family.degreesOfFreedom(whole.prepared, grids[f][a], run), chosen: false,
    });
  }
  if (mlp !== undefined) models.push(await judgeMlpRegressor(train, splits, mlp, steps, run));
  return {
    models,
    baseline: { name: 'mean', options: {}, cv: summarizeScores(base.error), r2: summarizeScores(base.r2), degreesOfFreedom: 0, chosen: false },
    penalties: curves.filter((curve) => curve.alphas.length > 0),
    path: async (kept) => (kept.name === 'mlp' ? undefined : coefficientPath(families, whole, kept, run)),
  };
}

interface PreparedRows {
  readonly encoder: FittedTableEncoder;
  readonly prepared: Prepared;
}

/** Rows encoded by what is learnt from them alone, and the products of their features. */
async function prepareOn(caller: string, data: RegressionData, run: RunOptions): Promise<PreparedRows> {
  const encoder = tableEncoder().fit(data.frame, data.features, data.weights);
  checkUsable(caller, encoder);
  return { encoder, prepared: await prepare(encoder.transform(data.frame), data.y, run) };
}

/** The path of the kept model's family; of the lasso when that has no penalty. */
async function coefficientPath(families: readonly Family[], { encoder, prepared }: PreparedRows, kept: RegressionCandidate, run: RunOptions): Promise<CoefficientPath> {
  const family = families.find(({ name, penalised }) => penalised && name === kept.name) ?? families.find(({ name }) => name === 'lasso')!;
  const alphas = family.alphas(prepared);
  const { coefs } = await family.path(prepared, alphas, run);
  const d = encoder.nFeatures;
  return {
    name: family.name,
    alphas: [...alphas],
    features: encoder.names,
    coefs: Array.from(alphas, (_, a) => coefs.data.slice(a * d, (a + 1) * d) as Float64Array),
    ...(family.name === kept.name && { alpha: kept.options.alpha as number }),
  };
}

export function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
