/** What train is told of a network and its data, whether they are a table or images. Types only. */
import type { ClassWeight } from '../index.ts';

export interface NetworkOptions {
  readonly testSize: number;
  readonly seed: number;
  readonly classWeight?: ClassWeight;
  readonly hidden?: readonly number[];
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly learningRate?: number;
  readonly memory?: number;
  readonly out?: string;
  readonly report?: string;
  readonly json?: boolean;
}
