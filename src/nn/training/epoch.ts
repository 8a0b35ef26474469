/** What was seen of one epoch. */
export interface Epoch {
  /** From 1. */
  readonly epoch: number;
  /** The mean over the samples of what each cost in the step that it was in: weights change on the way, and dropout drops. */
  readonly trainLoss: number;
  /** After the epoch, without dropout; undefined without validation. */
  readonly validationLoss: number | undefined;
  /** By name, of the validation samples; empty without. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly seconds: number;
}
