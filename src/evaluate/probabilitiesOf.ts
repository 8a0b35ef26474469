/** A model's probabilities in the columns of all classes: a fold may lack one, and then its model does not know it. */
import { describe, NdArray, type Label } from '../array/index.ts';

interface Probable<X> {
  readonly classes: readonly Label[];
  predictProbability(X: X): Promise<NdArray<[number, number]>>;
}

/** @throws TypeError when the model has no probabilities */
export async function probabilitiesOf<X>(model: Probable<X>, X: X, classes: readonly Label[]): Promise<NdArray<[number, number]>> {
  if (typeof model.predictProbability !== 'function' || !Array.isArray(model.classes)) {
    throw new TypeError(`the metric needs probabilities: a model must have classes and predictProbability(X); classes is ${describe(model.classes)}, predictProbability ${describe(model.predictProbability)}`);
  }
  const found = await model.predictProbability(X);
  const places = model.classes.map((label) => classes.indexOf(label));
  const [rows, columns] = found.shape;
  if (columns !== places.length || places.includes(-1)) {
    throw new RangeError(`predictProbability must give one column per class of the model, each a class of y; it gives [${rows}, ${columns}], the model has ${places.length} classes`);
  }
  if (places.length === classes.length && places.every((place, c) => place === c)) return found;
  const k = classes.length;
  const data = new Float64Array(rows * k);
  for (let i = 0; i < rows; i++) places.forEach((place, c) => (data[i * k + place] = found.data[i * columns + c]));
  return new NdArray(data, [rows, k]);
}
