/** An ONNX file of a network of images, asked as the network is. */
import { NdArray, type OnnxModel } from '../index.ts';
import type { ImageClassifier } from './imageModel.ts';

const batchSize = 64;

export function imageClassifier(model: OnnxModel): ImageClassifier {
  const classes = model.classes as readonly (string | number)[];
  const [{ shape }] = model.inputs;
  return {
    classes,
    network: { inputShape: shape.slice(1) as readonly number[] },
    predictProbability: async (images, { signal, onProgress }) => {
      const all = new Float64Array(images.count * classes.length);
      let done = 0;
      for await (const { x } of images.batches(batchSize, { ...(signal && { signal }), ...(onProgress && { onProgress }) })) {
        const { data } = await model.predictProbability(x);
        all.set(data, done);
        done += data.length;
      }
      return new NdArray(all, [images.count, classes.length]);
    },
  };
}
