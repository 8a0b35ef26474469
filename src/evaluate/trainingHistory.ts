/** What a trained network tells of its training, as a diagnosis reads it. Types only: the networks themselves are on a floor above. */

export interface TrainingHistory {
  /** What was minimised, and what it is about. */
  readonly loss: { readonly name: string; readonly target: 'numbers' | 'classes' | 'shares' };
  readonly history: readonly {
    readonly epoch: number;
    readonly trainLoss: number;
    /** Undefined where nothing was held out. */
    readonly validationLoss: number | undefined;
  }[];
  /** The loss on the samples held out of the simplest prediction: the mean, or the frequencies, of the training part. */
  readonly baselineLoss: number | undefined;
}

/** What the rules saw of it. */
export interface TrainingEvidence {
  readonly lossName: string;
  readonly target: TrainingHistory['loss']['target'];
  /** Epochs up to the last whose losses are numbers. */
  readonly epochs: readonly { readonly epoch: number; readonly train: number; readonly validation: number }[];
  /** Of the least validation loss: the model's. */
  readonly best: number;
  readonly baseline: number;
  /** The epoch in which losses were no numbers any more. */
  readonly ranAway: number | undefined;
  readonly cause: 'diverged' | 'strayed' | 'rose' | 'gap' | 'nothing' | 'falling' | 'much left' | 'fits';
  /** The epoch from which on it is looked whether the loss still falls; −1 is before the first. */
  readonly before: number;
}
