/** How a network of images learnt: loss over epochs, the verdict, what to try. */
import type { TrainedNetwork } from '../../nn/index.ts';
import type { ImageClassification } from '../../select/index.ts';
import { html } from '../markup.ts';
import { list, verdict, type Section } from '../pieces.ts';
import { training } from './network.ts';

export function imageLearning({ model, diagnosis }: ImageClassification): Section {
  return {
    id: 'learning',
    title: 'How it learnt',
    body: html`
${training(model as TrainedNetwork)}
${verdict(diagnosis)}
${diagnosis.suggestions.length === 0 ? undefined : html`<h3>What to try</h3>${list(diagnosis.suggestions)}`}`,
  };
}
