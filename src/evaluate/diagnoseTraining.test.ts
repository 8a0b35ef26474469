/** Verdicts on trainings: the words, and rules over families of curves. Real trainings are in nn/training/diagnosis.test.ts. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diagnose } from './diagnose.ts';
import type { TrainingHistory } from './trainingHistory.ts';

const trained = (train: readonly number[], validation: readonly (number | undefined)[], more: Partial<TrainingHistory> = {}): TrainingHistory => ({
  loss: { name: 'crossEntropy', target: 'classes' }, baselineLoss: 2, history: train.map((trainLoss, i) => ({ epoch: i + 1, trainLoss, validationLoss: validation[i] })), ...more,
});

test('a loss that rises while that of training falls is overfitting, and the model that of the epoch before', () => {
  expect(diagnose(trained([1.5, 0.9, 0.4, 0.1], [1.4, 1.1, 1.3, 1.7]))).toEqual({
    verdict: 'overfitting',
    reason: 'Cross-entropy in epoch 4 of 4 is 0.1 on training samples and 1.7 on samples held out, and 2 for predicting the frequencies of the classes. That held out was least in epoch 2, 1.1, and rose since, while that on training samples fell from 0.9: the network learns its training samples by heart. The model is that of epoch 2.',
    suggestions: ['Collect more samples; of images, augment shows others in every epoch.', 'Use a smaller network, dropout, or weightDecay in the optimizer.', 'Stop when the loss held out has stopped falling: earlyStopping: { patience: 3 }.'],
    train: 0.1, validation: 1.7, gap: expect.closeTo(1.6, 12), gapStandardError: 0, at: 4, baseline: 2,
  });
});

test('a gap is overfitting without a rise, too', () => {
  const { verdict, reason, suggestions } = diagnose(trained([1.5, 0.6, 0.2], [1.5, 0.9, 0.85]));
  expect([verdict, suggestions.length]).toEqual(['overfitting', 2]);
  expect(reason).toContain('That held out is 4.25 times that on training samples: part of what the network learnt holds for its training samples only.');
  expect(diagnose(trained([1, 0], [1.5, 1])).reason).toContain('That held out is there, while on training samples there is none');
});

test('what is hardly better than the baseline, not at its end, or much of the loss on both, is underfitting, each with its words', () => {
  const nothing = diagnose(trained([0.71, 0.7, 0.69], [0.7, 0.69, 0.69], { loss: { name: 'binaryCrossEntropy', target: 'shares' }, baselineLoss: 0.695 }));
  expect(nothing.verdict).toBe('underfitting');
  expect(nothing.reason).toBe('Binary cross-entropy in epoch 2 of 3 is 0.7 on training samples and 0.69 on samples held out, and 0.695 for predicting the frequencies of the classes. That held out is only 0.72 % below that of predicting the frequencies of the classes: the network is too small or learnt too little, or these samples say little about the target.');
  expect(nothing.suggestions.at(-1)).toContain('mostly noise');
  const falling = diagnose(trained([1.9, 1.6, 1.4, 1.2], [1.8, 1.5, 1.3, 1.1]));
  expect(falling).toMatchObject({ verdict: 'underfitting', suggestions: ['Train for more epochs, or with a larger learning rate.'] });
  expect(falling.reason).toContain('That held out was still falling from 1.5 in epoch 2 when the training ended, and 55 % is left of that of predicting the frequencies of the classes: the network has not learnt yet all it can.');
  expect(diagnose(trained([1.9], [1.7])).reason).toContain('was still falling when the training ended, and 85 % is left');
  const small = diagnose(trained([800, 760, 755, 755, 755], [820, 790, 788, 787, 787], { loss: { name: 'meanSquaredError', target: 'numbers' }, baselineLoss: 1000 }));
  expect(small.verdict).toBe('underfitting');
  expect(small.reason).toBe('Mean squared error in epoch 4 of 5 is 755 on training samples and 787 on samples held out, and 1000 for predicting the mean. On training samples, too, 76 % is left of that of predicting the mean, and it is not falling any more: the network is too small, or these samples say no more about the target.');
});

test('a good fit says what is gained, and that dropout may put training above', () => {
  const good = diagnose(trained([0.9, 0.2, 0.1, 0.09], [0.5, 0.2, 0.13, 0.12]));
  expect(good).toMatchObject({ verdict: 'good fit', at: 4, train: 0.09, validation: 0.12 });
  expect(good.reason).toContain('That held out is 1.33 times that on training samples, and 94 % below that of predicting the frequencies of the classes: what the network learnt holds for new samples.');
  expect(diagnose(trained([0.5, 0.3, 0.2], [0.3, 0.17, 0.16])).reason).toContain('is no higher than that on training samples, which is measured while the network learns');
  expect(diagnose(trained([0.5, 0], [0.3, 0])).reason).toContain('There is no loss on samples held out.');
  // right nearly always, and surer of the rest from epoch to epoch
  expect(diagnose(trained([0.1, 0.01, 0.001, 0.0001], [0.07, 0.05, 0.08, 0.1])).verdict).toBe('good fit');
});

test('a training that ran away is judged by the epochs before, and told how not to', () => {
  const { verdict, reason, suggestions } = diagnose(trained([1, 0.3, NaN], [0.9, 0.19, NaN]));
  expect(verdict).toBe('good fit');
  expect(reason).toMatch(/in epoch 2 of 2 .* In epoch 3 the training ran away: its loss was no number any more\.$/);
  expect(suggestions[0]).toBe('Lower the learning rate, or limit gradients with clipNorm.');
});

test('steps that are too large are no overfitting, though the loss held out rises far above that on training samples', () => {
  const steps = 'Lower the learning rate, or limit gradients with clipNorm.';
  const rose = diagnose(trained([0.7, 9e9, 2.6e24], [8.88e10, 6e20, 4.45e36]));
  expect(rose).toMatchObject({ verdict: 'underfitting', at: 1, suggestions: [steps] });
  expect(rose.reason).toBe('Cross-entropy in epoch 1 of 3 is 0.7 on training samples and 88800000000 on samples held out, and 2 for predicting the frequencies of the classes. That held out is no lower than that of predicting the frequencies of the classes, and that on training samples rose to 2.6e+24: the steps are too large to come down.');
  const away = diagnose(trained([0.7, Infinity], [8.88e10, NaN]));
  expect(away).toMatchObject({ verdict: 'underfitting', suggestions: [steps] });
  expect(away.reason).toMatch(/no lower than that of predicting the frequencies of the classes: the steps are too large to come down\. In epoch 2 the training ran away/);
  expect(diagnose(trained([30], [9])).suggestions[0]).toBe('Train for more epochs, or with a larger learning rate.'); // not yet come down
});

test('a training that was better than the baseline and then diverged learns nothing by heart', () => {
  const strayed = diagnose(trained([1.5, 0.9, 40, 9e9], [1.2, 0.8, 700, 3e20]));
  expect(strayed).toMatchObject({ verdict: 'underfitting', at: 4, train: 9e9, suggestions: ['Lower the learning rate, or limit gradients with clipNorm.', 'Stop when the loss held out has stopped falling: earlyStopping: { patience: 3 }.'] });
  expect(strayed.reason).toContain('That held out was least in epoch 2, 0.8, and both rose since, that on training samples from 0.9 to 9000000000: steps that are too large have undone what was learnt. The model is that of epoch 2.');
  expect(strayed.reason).toMatch(/^Cross-entropy in epoch 4 of 4 is 9000000000 on training/);
  // back at the baseline, and not beyond
  expect(diagnose(trained([1.2, 0.4, 2, 2], [0.8, 0.4, 2, 2])).reason).toContain('both rose since');
  // no number in the end
  expect(diagnose(trained([1.2, 0.4, 5, NaN], [0.8, 0.4, 70, NaN]))).toMatchObject({ verdict: 'underfitting', suggestions: [expect.stringContaining('Lower'), expect.stringContaining('Stop')] });
  // by heart it is where that on training samples hardly rises
  expect(diagnose(trained([1.5, 0.1, 0.3], [1.1, 0.9, 1.9])).verdict).toBe('overfitting');
});

const share = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });
const length = fc.integer({ min: 6, max: 60 });
const decay = (n: number, from: number, to: number, pace: number): number[] => Array.from({ length: n }, (_, i) => to + (from - to) * 0.5 ** ((i * pace) / n));
const verdictOf = (train: number[], validation: number[], baseline = 1): string => diagnose(trained(train, validation, { baselineLoss: baseline })).verdict;

test('curves that settle low and near each other are a good fit, with noise on them', () => {
  fc.assert(fc.property(length, share(0, 0.4), share(0, 0.08), fc.infiniteStream(share(-0.01, 0.01)), (n, floor, gap, noise) => {
    const train = decay(n, 0.9, floor, 20);
    expect(verdictOf(train, train.map((t) => Math.max(0, t + gap + noise.next().value)))).toBe('good fit');
  }));
});

test('a loss held out that turns and rises by a fifth of the baseline is overfitting', () => {
  fc.assert(fc.property(length, share(0.2, 0.8), share(0.2, 3), share(0, 0.3), (n, least, rise, end) => {
    const train = decay(n, 0.95, end * least, 10);
    const turn = Math.floor(n / 3);
    const validation = train.map((t, i) => (i <= turn ? Math.max(least, t) : least + (rise * (i - turn)) / (n - 1 - turn)));
    expect(verdictOf(train, validation)).toBe('overfitting');
  }));
});

test('losses that stay at the baseline, or are cut off while they fall, are underfitting', () => {
  fc.assert(fc.property(length, share(0.91, 1.1), share(-0.05, 0.05), (n, level, gap) => {
    expect(verdictOf(decay(n, 1.2, level - gap, 20), decay(n, 1.2, level, 20))).toBe('underfitting');
  }));
  fc.assert(fc.property(fc.integer({ min: 1, max: 60 }), share(0.2, 0.8), share(0, 0.05), (n, end, gap) => {
    const train = Array.from({ length: n }, (_, i) => 1 - ((1 - end + gap) * (i + 1)) / n);
    expect(verdictOf(train, train.map((t) => t + gap))).toBe('underfitting');
  }));
});

test('the unit of the loss does not matter, nor do epochs in which nothing happens to a good fit', () => {
  const curves = fc.array(fc.tuple(share(0.001, 2), share(0.001, 2)), { minLength: 1, maxLength: 12 });
  fc.assert(fc.property(curves, fc.integer({ min: -20, max: 20 }), (pairs, power) => {
    const [train, validation] = [pairs.map(([t]) => t), pairs.map(([, v]) => v)];
    const unit = 2 ** power;
    expect(verdictOf(train.map((t) => t * unit), validation.map((v) => v * unit), unit)).toBe(verdictOf(train, validation));
  }));
  fc.assert(fc.property(curves, fc.integer({ min: 1, max: 20 }), (pairs, more) => {
    const all = [...pairs, ...Array.from({ length: more }, () => pairs[pairs.length - 1])];
    const [before, after] = [pairs, all].map((list) => verdictOf(list.map(([t]) => t), list.map(([, v]) => v)));
    expect(before !== 'good fit' || after === 'good fit').toBe(true);
  }));
});

test.each<[string, () => unknown, string]>([
  ['nothing held out', () => diagnose(trained([1], [undefined])), 'diagnose: the history must have validation losses; it has none, train with validation: 0.2'],
  ['no epoch', () => diagnose(trained([], [])), 'diagnose: the history must have at least one epoch; it has none'],
  ['no baseline', () => diagnose(trained([1], [1], { baselineLoss: undefined })), 'diagnose: there must be a loss to compare with, that of the simplest prediction; the network has no baselineLoss, give { baseline }'],
  ['a baseline of nothing', () => diagnose(trained([1], [1]), { baseline: 0 }), 'diagnose: baseline must be a number above 0; it is 0'],
  ['no number at all', () => diagnose(trained([NaN], [1])), 'diagnose: the losses of the first epoch must be finite; training is NaN, validation 1'],
  ['an epoch to judge', () => diagnose(trained([1], [1]), { at: 1 }), 'diagnose: at must be left out for a trained network, whose last and best epochs are judged'],
  ['something else with a history', () => diagnose({ history: 3 } as never), 'diagnose: a trained network must have loss and history; they are undefined and 3'],
])('refuses %s', (_, act, message) => {
  expect(act).toThrow(message);
});
