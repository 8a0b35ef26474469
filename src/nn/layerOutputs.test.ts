import { expect, test } from 'vitest';
import { imagesOf } from '../images/index.ts';
import { batchNorm, conv2d, crossEntropy, dense, dropout, flatten, layerOutputs, layerRows, maxPool2d, relu, sequential, sgd, train } from './index.ts';

const pixels = { data: Float32Array.from({ length: 6 * 16 }, (_, i) => ((i * 37) % 64) / 64), shape: [6, 1, 4, 4] };
const images = imagesOf(pixels, [0, 1, 0, 1, 0, 1]);
const net = sequential([1, 4, 4], conv2d(3, 3, { padding: 'same' }), batchNorm(), relu(), maxPool2d(2), flatten(), dropout(0.5), dense(2));

test('the outputs of layers are those of prediction, the last the network’s; images and their pixels give the same', async () => {
  const model = await train(net, images, { loss: crossEntropy(), optimizer: sgd(), epochs: 2, batchSize: 3 }).model;
  const outputs = await layerOutputs(model as never, images);
  expect(outputs.map(({ name, output }) => [name, output.shape])).toEqual([
    ['conv2d', [6, 3, 4, 4]], ['batchNorm', [6, 3, 4, 4]], ['relu', [6, 3, 4, 4]], ['maxPool2d', [6, 3, 2, 2]], ['flatten', [6, 12]], ['dropout', [6, 12]], ['dense', [6, 2]],
  ]);
  const whole = await model.output(images);
  outputs[6].output.data.forEach((value: number, i: number) => expect(value).toBeCloseTo(whole.data[i], 5));
  expect(outputs[4].output.data).toEqual(outputs[5].output.data);
  expect(Math.min(...outputs[2].output.data)).toBe(0);
  const ofPixels = await layerOutputs(model as never, pixels);
  expect(ofPixels[6].output.data).toEqual(outputs[6].output.data);
  await expect(layerOutputs(model as never, { data: new Float32Array(9), shape: [1, 1, 3, 3] })).rejects.toThrow('layerOutputs: x must be [samples, 1, 4, 4]');
  expect(layerRows(model as never).filter(({ parameters }) => parameters > 0)).toEqual([
    { name: 'conv2d', outputShape: [3, 4, 4], parameters: 30 }, { name: 'batchNorm', outputShape: [3, 4, 4], parameters: 6 }, { name: 'dense', outputShape: [2], parameters: 26 },
  ]);
});
