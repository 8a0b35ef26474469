/** What training a classifier of images found. Plain data, and the one source of the command's output and the report. */
import type { Label } from '../../array/index.ts';
import type { Json } from '../../estimator/index.ts';
import type { Diagnosis } from '../../evaluate/index.ts';
import type { ImageShape } from '../../images/index.ts';
import type { LayerOutput, TrainedNetwork } from '../../nn/index.ts';
import type { Candidate, ClassificationComparison, ClassificationFigures } from '../result.ts';
import type { ImageModelName } from './imageNetwork.ts';

/** One image as it is in its file: black 0, white 1, [channels, height, width]. */
export interface ExampleImage {
  readonly name: string;
  readonly data: Float32Array;
  readonly shape: ImageShape;
}

/** An image of the test that was taken for another class. */
export interface MistakenImage extends ExampleImage {
  /** The probability that the model gave to the class it took it for. */
  readonly probability: number;
}

/** Images of one class that were taken for one other. */
export interface ImageConfusion {
  readonly actual: Label;
  readonly predicted: Label;
  readonly count: number;
  /** Some of them, those first of which the model was surest. */
  readonly images: readonly MistakenImage[];
}

/** What the layers make of one image of the test. */
export interface ExampleMaps {
  readonly image: ExampleImage;
  readonly actual: Label;
  readonly predicted: Label;
  /** Of the layers that give maps, [1, channels, height, width]. */
  readonly layers: readonly LayerOutput[];
}

/** A model of images, judged on the validation part: one fold. */
export interface ImageCandidate extends Candidate {
  readonly accuracy: Candidate['cv'];
}

export interface ImageClassification {
  readonly task: 'classification';
  readonly source: string;
  readonly shape: ImageShape;
  /** Sorted, with their images in all parts together. */
  readonly classes: ClassificationComparison['classes'];
  readonly rows: { readonly total: number; readonly train: number; readonly validation: number; readonly test: number };
  /** Where test and validation part come from: the publisher's own part, or held out of the others by the seed. */
  readonly parts: { readonly test: 'own' | 'held out'; readonly validation: 'own' | 'held out' };
  /** Files of the folder that are no images. */
  readonly skipped: number;
  readonly seed: number;
  /** The shares of the classes in the training part as prediction. */
  readonly baseline: ImageCandidate;
  readonly baselineTest: ClassificationFigures;
  /** One: the network that was asked for. */
  readonly models: readonly ImageCandidate[];
  readonly why: string;
  /** On the test part, looked at once. */
  readonly test: ClassificationFigures;
  readonly testPredictions: ClassificationComparison['testPredictions'];
  /** The most frequent first. */
  readonly confusions: readonly ImageConfusion[];
  readonly example: ExampleMaps | undefined;
  readonly diagnosis: Diagnosis;
  readonly modelName: ImageModelName;
  readonly options: Readonly<Record<string, Json>>;
  /** Trained on the training part. */
  readonly model: TrainedNetwork<'classes'>;
}
