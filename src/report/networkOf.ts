/** The network of a comparison, where that is what was kept. */
import { MlpClassifierModel, MlpRegressorModel, type TrainedNetwork } from '../nn/index.ts';
import type { Comparison } from '../select/index.ts';

export function networkOf({ model }: Pick<Comparison, 'model'>): TrainedNetwork | undefined {
  const inner: unknown = model.model;
  return inner instanceof MlpRegressorModel || inner instanceof MlpClassifierModel ? inner.network as TrainedNetwork : undefined;
}
