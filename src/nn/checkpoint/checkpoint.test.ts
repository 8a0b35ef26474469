/** Trainings that end too early and are gone on with: the same bits as one that was not interrupted, or a refusal that says why. */
import { mkdir, mkdtemp, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { array, type NdArray } from '../../array/index.ts';
import { FileError } from '../../files/index.ts';
import { imagesOf } from '../../images/index.ts';
import { mul } from '../../ops/index.ts';
import { setThreads, threadCount } from '../../runtime/index.ts';
import { readSafetensors, writeSafetensors } from '../../safetensors/index.ts';
import {
  adam, batchNorm, CheckpointError, conv2d, cosineDecay, crossEntropy, dense, dropout, flatten, gaussianNoise, heNormal, maxPool2d, meanSquaredError, randomShift, relu, rmsProp, sequential, sgd, train,
  type Augmentation, type CheckpointOptions, type CheckpointStore, type Layer, type Network, type TrainedNetwork, type TrainingData, type TrainOptions,
} from '../index.ts';
import { leavesOf } from '../tree.ts';
import { BadCheckpoint, checksumOf, open } from './checkpoint.ts';
import { fingerprint } from './fingerprint.ts';

let folder = '';
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'glissade-')); });
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

const net = sequential([1, 6, 6], conv2d(3, 3, { bias: false }), batchNorm(), relu(), maxPool2d(2), flatten(), dropout(0.3), dense(3));
const pixel = (i: number): number => ((i * 7919) % 101) / 101;
const data = { x: { data: Float32Array.from({ length: 23 * 36 }, (_, i) => pixel(i)), shape: [23, 1, 6, 6] }, y: Array.from({ length: 23 }, (_, i) => ['a', 'b', 'c'][(i * i + i) % 5 % 3]) };
const options = {
  loss: crossEntropy(), optimizer: adam({ learningRate: cosineDecay({ rate: 0.02, steps: 20 }), weightDecay: 0.01 }), epochs: 6, batchSize: 4, validation: 0.2, clipNorm: 1,
  earlyStopping: { patience: 2 }, classWeight: 'balanced', seed: 3,
} as const;

/** Everything of a model that has bits of its own. */
const bits = (trained: object): string => {
  const model = trained as TrainedNetwork;
  return JSON.stringify([
    fingerprint(...[...leavesOf(model.parameters), ...leavesOf(model.layerState)].map(({ data: numbers }) => numbers)), model.bestEpoch,
    model.history.map((epoch) => ({ ...epoch, seconds: 0 })),
  ]);
};

/** Keeps every checkpoint. */
class Memory implements CheckpointStore {
  readonly all: Uint8Array[] = [];
  readonly read = async (): Promise<Uint8Array | undefined> => this.all.at(-1);
  readonly write = async (bytes: Uint8Array): Promise<void> => { this.all.push(bytes.slice()); };
}

const from = (bytes: Uint8Array): CheckpointStore => ({ read: async () => bytes, write: async () => {} });

test('from every checkpoint, within an epoch and at its end, a training comes to the same bits, with one thread and with two', async () => {
  const before = threadCount();
  try {
    setThreads(1);
    const unbroken = bits(await train(net, data, options).model);
    const kept = new Memory();
    expect(bits(await train(net, data, { ...options, checkpoint: { to: kept, everyBatches: 1 } }).model)).toBe(unbroken);
    const epochs = (JSON.parse(unbroken) as unknown[][])[2].length;
    expect(epochs).toBeLessThan(6); // it stops early
    expect(kept.all).toHaveLength(epochs * 5); // 18 samples in batches of 4
    for (const [i, bytes] of kept.all.entries()) {
      setThreads(1 + (i % 2));
      expect(bits(await train(net, data, { ...options, checkpoint: { to: from(bytes), everyBatches: 3 } }).model)).toBe(unbroken);
    }
  } finally {
    setThreads(before);
  }
});

const line: TrainingData = { x: [[0], [1], [2], [3], [4]], y: [1, 3, 5, 7, 9] };
const plane = sequential([1], dense(2), dense(1)) as Network;
const times = (factor: number): Augmentation => ({ name: 'times', options: {}, check: () => undefined, change: (sample) => sample.forEach((x, i) => { sample[i] = factor * x; }) });
const simple: TrainOptions = { loss: meanSquaredError(), optimizer: sgd({ learningRate: 0.01, momentum: 0.9 }), epochs: 4, batchSize: 2 };

test('a file is written after every epoch; a loop that was left is gone on with, and what was over is given at once', async () => {
  const checkpoint = join(folder, 'line.checkpoint');
  const unbroken = await train(plane, line, simple).model;
  for await (const { epoch } of train(plane, line, { ...simple, checkpoint })) if (epoch === 2) break;
  expect((await readdir(folder)).sort()).toEqual(['line.checkpoint', 'line.checkpoint.previous']);
  let steps = 0;
  const onProgress = (): void => { steps++; };
  const epochs: number[] = [];
  const run = train(plane, line, { ...simple, checkpoint, onProgress });
  for await (const { epoch } of run) epochs.push(epoch);
  expect([epochs, steps]).toEqual([[1, 2, 3, 4], 6]);
  expect(bits(await run.model)).toBe(bits(unbroken));
  const again = train(plane, line, { ...simple, checkpoint, onProgress });
  expect(bits(await again.model)).toBe(bits(unbroken));
  expect([again, steps]).toEqual([again, 6]); // nothing was left to do
  for await (const { epoch } of again) epochs.push(epoch);
  expect(epochs).toEqual([1, 2, 3, 4, 1, 2, 3, 4]);
  // more epochs are trained as if they had been wanted from the beginning
  expect(bits(await train(plane, line, { ...simple, epochs: 7, checkpoint }).model)).toBe(bits(await train(plane, line, { ...simple, epochs: 7 }).model));
  await expect(train(plane, line, { ...simple, checkpoint }).model).rejects.toThrow(new CheckpointError(`epochs must be at least those that have been trained; ${checkpoint} has 7, epochs is 4`));
  expect(bits(await train(plane, line, { ...simple, checkpoint: { to: checkpoint, startOver: true } }).model)).toBe(bits(unbroken));
});

test('images are gone on with too, and others are refused', async () => {
  const pixels = Uint8Array.from({ length: 11 * 36 }, (_, i) => 255 * pixel(i));
  const labels = Array.from({ length: 11 }, (_, i) => (i % 3 === 0 ? 'cat' : 'dog'));
  const images = imagesOf({ data: pixels, shape: [11, 6, 6] }, labels);
  const small = sequential([1, 6, 6], flatten(), dense(2));
  const { earlyStopping: _, ...settings } = options;
  const start = (to: CheckpointStore, given = images): Promise<TrainedNetwork<'classes', 'cat' | 'dog', [2]>> => train(small, given, { ...settings, epochs: 2, validation: 0.3, augment: [randomShift({ pixels: 1 }), gaussianNoise({ sd: 0.1 })], checkpoint: { to, everyBatches: 1 } }).model;
  const kept = new Memory();
  const unbroken = await start(kept);
  expect(kept.all).toHaveLength(4);
  for (const bytes of kept.all) {
    const model = await start(from(bytes));
    expect([bits(model), model.normalization]).toEqual([bits(unbroken), unbroken.normalization]);
  }
  const other = pixels.slice();
  other[0] ^= 64;
  await expect(start(kept, imagesOf({ data: other, shape: [11, 6, 6] }, labels))).rejects.toThrow(/differs in (validation )?x, \d images \[1,6,6\] with fingerprint \w{16}, their names \w{16} then and/);
});

test('a training that diverged has diverged when it is gone on with', async () => {
  const checkpoint = join(folder, 'line.checkpoint');
  const wild: TrainOptions = { ...simple, optimizer: sgd({ learningRate: 1e20 }), epochs: 9 };
  const begun = vi.fn();
  for (let time = 1; time <= 2; time++) {
    await expect(train(plane, line, { ...wild, checkpoint, onProgress: begun }).model).rejects.toThrow('train: the training must have an epoch with a finite loss; the loss of epoch 1 is NaN');
    expect(begun).toHaveBeenCalledTimes(3);
  }
});

test('seconds decide too', async () => {
  const kept = new Memory();
  await train(plane, line, { ...simple, epochs: 1, checkpoint: { to: kept, everySeconds: 0 } }).model;
  const seldom = new Memory();
  await train(plane, line, { ...simple, epochs: 1, checkpoint: { to: seldom, everySeconds: 1000 } }).model;
  expect([kept.all.length, seldom.all.length]).toEqual([3, 1]);
});

const scaled = (by: number): Layer => ({ name: 'scaled', apply: (_, state, x) => [mul(x, by) as NdArray, state] });
const cats = sequential([1], dense(2)) as Network;
const classes: TrainOptions = { ...simple, loss: crossEntropy() };
const own = (by: number): Network => sequential([1], dense(2), scaled(by) as never, dense(1)) as Network;

test.each<[string, [Network, TrainingData, TrainOptions], [Network, TrainingData, TrainOptions], RegExp]>([
  ['another layer', [plane, line, simple], [sequential([1], dense(3), dense(1)) as Network, line, simple], /differs in layer 0, dense {"units":2,"bias":true} then and dense {"units":3,"bias":true} now\. Give another place/],
  ['one layer more', [plane, line, simple], [sequential([1], dense(2), relu(), dense(1)) as Network, line, simple], /differs in layer 1, dense {"units":1,"bias":true} then and relu now; layer 2, none then and dense /],
  ['a layer of somebody’s own that does something else', [own(2), line, simple], [own(3), line, simple], /differs in what a step computes, by functions of your own or by another version of Glissade, \w{16} then and \w{16} now\. Give/],
  ['other samples', [plane, line, simple], [plane, { ...line, x: [[0], [1], [2], [3], [4.5]] }, simple], /differs in x, \[5,1\] with fingerprint \w{16} then and \[5,1\] with fingerprint \w{16} now\./],
  ['other targets', [plane, line, simple], [plane, { ...line, y: [1, 3, 5, 7, 8] }, simple], /differs in y, \[5,1\] with fingerprint/],
  ['another number of samples', [plane, line, simple], [plane, { x: [[1]], y: [1] }, simple], /differs in x, \[5,1\] with fingerprint \w{16} then and \[1,1\] with fingerprint \w{16} now; y, /],
  ['another validation', [plane, line, { ...simple, validation: line }], [plane, line, simple], /differs in validation, given then and none now; validation x, \[5,1\] with fingerprint \w{16} then and none now; validation y, .*; and 1 more\./],
  ['another batch size', [plane, line, simple], [plane, line, { ...simple, batchSize: 3 }], /differs in batchSize, 2 then and 3 now\. Give another place, or begin anew with startOver: true$/],
  ['another optimizer', [plane, line, simple], [plane, line, { ...simple, optimizer: rmsProp() }], /differs in optimizer, sgd {"learningRate":0.01,"momentum":0.9,"nesterov":false,"weightDecay":0} then and rmsProp {"learningRate":0.01,.*} now\. Give/],
  ['another schedule of one’s own', [plane, line, { ...simple, optimizer: sgd({ learningRate: (step) => 1 / step }) }], [plane, line, { ...simple, optimizer: sgd({ learningRate: (step) => 2 / step }) }], /differs in learning rates, \w{16} then and \w{16} now\. Give another place, or begin anew with startOver: true\. A schedule that falls over all epochs, such as cosineDecay, is another one for more of them$/],
  ['another augmentation', [plane, line, { ...simple, augment: gaussianNoise({ sd: 0.1 }) }], [plane, line, { ...simple, augment: [gaussianNoise({ sd: 0.2 })] }], /differs in augment, gaussianNoise \{"sd":0\.1\} then and gaussianNoise \{"sd":0\.2\} now\. Give/],
  ['an augmentation of somebody’s own that does something else', [plane, line, { ...simple, augment: times(2) }], [plane, line, { ...simple, augment: times(3) }], /differs in what augment does, [0-9a-f]+ then and [0-9a-f]+ now\. Give/],
  ['another seed', [plane, line, simple], [plane, line, { ...simple, seed: 1 }], /differs in seed, 0 then and 1 now\. Give/],
  ['another type', [plane, line, simple], [plane, line, { ...simple, dtype: 'float64' }], /dtype, float32 then and float64 now/],
  ['another patience', [plane, line, { ...simple, validation: line, earlyStopping: { patience: 1 } }], [plane, line, { ...simple, validation: line }], /differs in earlyStopping, patience 1 then and none now\./],
  ['another clipping', [plane, line, simple], [plane, line, { ...simple, clipNorm: 1 }], /differs in clipNorm, none then and 1 now\. Give/],
  ['initial weights of another kind', [plane, line, simple], [sequential([1], dense(2, { kernelInit: heNormal() }), dense(1)) as Network, line, simple], /differs in initial weights, \w{16} then and \w{16} now\. Give/],
  ['labels of other names', [cats, { ...line, y: ['cat', 'dog', 'cat', 'dog', 'dog'] }, classes], [cats, { ...line, y: ['cat', 'fox', 'cat', 'fox', 'fox'] }, classes], /differs in classes, \["cat","dog"\] then and \["cat","fox"\] now\. Give/],
])('a checkpoint of a training with %s is refused', async (_, then, now, message) => {
  const kept = new Memory();
  await train(then[0], then[1], { ...then[2], epochs: 1, checkpoint: { to: kept } }).model;
  const refused = train(now[0], now[1], { ...now[2], epochs: 1, checkpoint: { to: kept } }).model;
  await expect(refused).rejects.toThrow(CheckpointError);
  await expect(refused).rejects.toThrow(message);
  expect(kept.all).toHaveLength(1);
});

test('two trainings at once do not use one file, and leave nothing behind that keeps the next one out', async () => {
  const checkpoint = join(folder, 'line.checkpoint');
  const first = train(plane, line, { ...simple, checkpoint });
  const epochs = first[Symbol.asyncIterator]();
  await epochs.next();
  await expect(train(plane, line, { ...simple, checkpoint }).model).rejects.toThrow(`train: ${checkpoint} must have one writer at a time; this process has it, as ${checkpoint}.lock says. Wait until that has ended, or give another file`);
  await epochs.return!(undefined);
  expect((await readdir(folder)).sort()).toEqual(['line.checkpoint']);
  expect(bits(await train(plane, line, { ...simple, checkpoint }).model)).toBe(bits(await train(plane, line, simple).model));
  await expect(train(plane, line, { ...simple, seed: 1, checkpoint }).model).rejects.toThrow(CheckpointError);
  expect((await readdir(folder)).sort()).toEqual(['line.checkpoint', 'line.checkpoint.previous']);
});

test('the error tells programs what differs', async () => {
  const kept = new Memory();
  await train(plane, line, { ...simple, checkpoint: { to: kept } }).model;
  await expect(train(plane, line, { ...simple, batchSize: 3, seed: 4, checkpoint: { to: kept } }).model).rejects.toMatchObject({
    differences: ['seed', 'batchSize'], finding: 'the checkpoint must be a checkpoint of this training; it differs in seed, 0 then and 4 now; batchSize, 2 then and 3 now',
  });
});

test('what is damaged, in any byte or cut anywhere, is refused before anything is trained, and the one before is there', async () => {
  const checkpoint = join(folder, 'line.checkpoint');
  await train(plane, line, { ...simple, checkpoint }).model;
  const good = new Uint8Array(await readFile(checkpoint));
  const begun = vi.fn();
  for (let i = 0; i < good.length; i++) {
    const flipped = good.slice();
    flipped[i] ^= 1 << (i % 8);
    expect(() => open(flipped)).toThrow(BadCheckpoint);
    expect(() => open(good.subarray(0, i))).toThrow(`must be a checkpoint that train wrote; its ${i} bytes do not fit their checksum`);
  }
  await expect(train(plane, line, { ...simple, checkpoint: { to: from(good.subarray(8)) }, onProgress: begun }).model).rejects.toThrow(
    new CheckpointError(`the checkpoint must be a checkpoint that train wrote; its ${good.length - 8} bytes do not fit their checksum: it is damaged, cut short, or another file`, 'To go on, begin anew with startOver: true'));
  await truncate(checkpoint, good.length - 3);
  const damaged = train(plane, line, { ...simple, checkpoint, onProgress: begun }).model;
  await expect(damaged).rejects.toThrow(`train: ${checkpoint} must be a checkpoint that train wrote; its ${good.length - 3} bytes do not fit their checksum: it is damaged, cut short, or another file. To go on, rename ${checkpoint}.previous, the checkpoint before it, to ${checkpoint}, or begin anew with startOver: true`);
  expect(begun).not.toHaveBeenCalled();
  await rename(`${checkpoint}.previous`, checkpoint);
  expect(bits(await train(plane, line, { ...simple, checkpoint, onProgress: begun }).model)).toBe(bits(await train(plane, line, simple).model));
  expect(begun).toHaveBeenCalledTimes(3); // the last epoch
});

test('a file that is no checkpoint is refused without promising one before it, which is not there', async () => {
  const checkpoint = join(folder, 'notes.txt');
  await writeFile(checkpoint, 'notes');
  await expect(train(plane, line, { ...simple, checkpoint }).model).rejects.toThrow(
    new CheckpointError(`${checkpoint} must be a checkpoint that train wrote; its 5 bytes do not fit their checksum: it is damaged, cut short, or another file`, 'To go on, begin anew with startOver: true'));
});

test('a checkpoint that lies, its checksum right, is refused or trained on, never another error', async () => {
  const kept = new Memory();
  const settings: TrainOptions = { ...simple, epochs: 2, validation: line };
  await train(plane, line, { ...settings, checkpoint: { to: kept, everyBatches: 1 } }).model;
  const { metadata, tensors } = readSafetensors(kept.all[4]); // within the second epoch
  const said = JSON.parse(metadata.get('glissadeCheckpoint')!) as Record<string, unknown> & { place: Record<string, unknown> };
  const forged = (lie: object): Uint8Array => {
    const bytes = writeSafetensors({ metadata: new Map([['glissadeCheckpoint', JSON.stringify({ ...said, ...lie })]]), tensors });
    bytes.set(checksumOf(bytes), bytes.length - 8);
    return bytes;
  };
  const start = (lie: object): Promise<unknown> => train(plane, line, { ...settings, checkpoint: { to: from(forged(lie)) } }).model;
  expect(bits(await start({}) as object)).toBe(bits(await train(plane, line, settings).model));
  await expect(start({ format: 2 })).rejects.toThrow('must be a checkpoint that this version of Glissade reads; its format is not 1. To go on, begin anew');
  await expect(start({ steps: -1 })).rejects.toThrow('reads; its steps is -1');
  await expect(start({ best: 2 })).rejects.toThrow('reads; its best is 2');
  await expect(start({ place: { ...said.place, shuffle: [0, 0, 0, 0] } })).rejects.toThrow('reads; generatorFrom: a state must be four whole numbers, not all 0');
  for (const [name, value] of Object.entries(said)) {
    for (const lie of [null, -1, 1e300, 'x', [[]], { x: 1 }]) {
      const changes = typeof value === 'object' && !Array.isArray(value) && name === 'place' ? Object.keys(said.place).map((inner) => ({ place: { ...said.place, [inner]: lie } })) : [{ [name]: lie }];
      for (const change of changes) {
        const failure: unknown = await start(change).then(() => undefined, (error: unknown) => error);
        expect(failure === undefined || failure instanceof CheckpointError, `${JSON.stringify(change)}: ${String(failure)}`).toBe(true);
      }
    }
  }
});

test('a disk that is full ends the training with the reason, and the last checkpoint is good', async () => {
  const checkpoint = join(folder, 'line.checkpoint');
  const real = process.getBuiltinModule('node:fs/promises');
  let room = 3;
  const builtin = process.getBuiltinModule.bind(process) as (name: string) => object | undefined;
  vi.spyOn(process, 'getBuiltinModule').mockImplementation(((name: string) => (name !== 'node:fs/promises' ? builtin(name) : {
    ...real,
    open: async (...args: Parameters<typeof real.open>) => {
      const file = await real.open(...args);
      const { writeFile: write } = file;
      if (String(args[0]).endsWith('.lock')) return file;
      return Object.assign(file, { writeFile: async (bytes: Uint8Array) => {
        if (room-- > 0) return write.call(file, bytes);
        await write.call(file, bytes.subarray(0, 100));
        throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
      } });
    },
  })) as never);
  await expect(train(plane, line, { ...simple, checkpoint }).model).rejects.toThrow(new FileError(`train: ${checkpoint}: the disk is full`));
  vi.restoreAllMocks();
  expect((await readdir(folder)).sort()).toEqual(['line.checkpoint', 'line.checkpoint.previous']);
  const begun = vi.fn();
  expect(bits(await train(plane, line, { ...simple, checkpoint, onProgress: begun }).model)).toBe(bits(await train(plane, line, simple).model));
  expect(begun).toHaveBeenCalledTimes(3);
});

test('where nothing can be written the training does not begin', async () => {
  const begun = vi.fn();
  const start = (checkpoint: string | CheckpointOptions): Promise<unknown> => train(plane, line, { ...simple, checkpoint, onProgress: begun }).model;
  await expect(start(join(folder, 'none', 'a'))).rejects.toThrow(/^train: .*none.a: there is no such file or folder$/);
  // images are not even measured
  const images = imagesOf({ data: new Uint8Array(8), shape: [2, 2, 2] }, ['a', 'b']);
  await expect(train(sequential([1, 2, 2], flatten(), dense(2)), images, { ...classes, loss: crossEntropy(), checkpoint: join(folder, 'none', 'a'), onProgress: begun }).model).rejects.toThrow('there is no such file or folder');
  expect(begun).not.toHaveBeenCalled();
  await mkdir(join(folder, 'models'));
  await expect(start(join(folder, 'models'))).rejects.toThrow(/models must be a file; it is a folder$/);
  await writeFile(join(folder, 'houses.csv'), 'area,price\n50,150\n');
  await expect(start(join(folder, 'houses.csv'))).rejects.toThrow('houses.csv must be a checkpoint that train wrote; its 18 bytes do not fit their checksum');
  expect(await readFile(join(folder, 'houses.csv'), 'utf8')).toBe('area,price\n50,150\n');
  await expect(start({ to: { read: async () => 'no' as never, write: async () => {} } })).rejects.toThrow("train: read of a checkpoint's store must give a Uint8Array, or undefined; it gave \"no\"");
  await expect(start({ to: { read: async () => undefined, write: async () => { throw new Error('the quota is used up'); } } })).rejects.toThrow('the quota is used up');
  expect(begun).toHaveBeenCalledTimes(3); // the last one, whose first epoch could not be kept
  vi.stubGlobal('process', undefined);
  await expect(start('a.checkpoint')).rejects.toThrow('train: a path needs Node and its files');
  vi.unstubAllGlobals();
});

test.each<[unknown, string]>([
  [3, 'train: checkpoint: options must be an object with to, everyBatches, everySeconds, startOver; they are 3'],
  [{ path: 'a' }, 'train: checkpoint: unknown option "path"; the options are to, everyBatches, everySeconds, startOver'],
  [{ to: 3 }, 'train: checkpoint must go to a path, or to an object with read and write; it is 3'],
  [{ to: 'a', everyBatches: 0 }, 'train: checkpoint.everyBatches must be an integer at least 1; it is 0'],
  [{ to: 'a', everySeconds: -1 }, 'train: checkpoint.everySeconds must be a number at least 0; it is -1'],
  [{ to: 'a', startOver: 1 }, 'train: checkpoint.startOver must be true or false; it is 1'],
])('the option %j is refused', (checkpoint, message) => {
  expect(() => train(plane, line, { ...simple, checkpoint: checkpoint as string })).toThrow(message);
});

test('fingerprints tell bytes, lengths and bounds apart', () => {
  const of = (...bytes: number[]): string => fingerprint(Uint8Array.from(bytes));
  expect(new Set([of(), of(0), of(0, 0), of(0, 0, 0, 0), of(0, 0, 0, 0, 0), of(1), of(2), of(0, 1)]).size).toBe(8);
  const numbers = Float32Array.from({ length: 9 }, (_, i) => i);
  expect(fingerprint(numbers.subarray(3, 5))).toBe(fingerprint(Float32Array.of(3, 4)));
  expect(fingerprint(new Uint8Array(numbers.buffer, 1, 8))).toBe(fingerprint(new Uint8Array(numbers.buffer).slice(1, 9)));
  expect(fingerprint(array([1, 2]).data)).toMatchInlineSnapshot(`"94dbabc847525e8b"`);
});
