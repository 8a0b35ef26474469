/** A training between two batches: all that the rest of it depends on, apart from what it was begun with. */
import type { Weights } from '../layers/sequential.ts';
import type { Epoch } from './epoch.ts';
import type { Carried } from './step.ts';

export interface Moment {
  /** Parameters, layer state, and what the optimizer remembers. */
  readonly carried: Carried;
  /** How many have been made: schedules and dropout count them. */
  readonly steps: number;
  readonly best: Best | undefined;
  /** Epochs that are over; the next one is under way. */
  readonly history: readonly Epoch[];
  readonly place: Place;
}

/** The best epoch so far. */
export interface Best {
  readonly weights: Weights;
  readonly epoch: number;
}

/** In the epoch that is under way. */
export interface Place {
  /** Samples that have been seen. */
  readonly first: number;
  /** What they cost, and counted. */
  readonly total: number;
  readonly weight: number;
  readonly seconds: number;
  /** Of the generator of orders, before it drew this epoch's. */
  readonly shuffle: readonly number[];
}
