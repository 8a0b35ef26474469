/** What a network of images looks for and what it sees: first filters, and the maps of one image. */
import { featureMapPlot, filterPlot, type FeatureMaps, type Kernels } from '../../plot/index.ts';
import type { ImageClassification } from '../../select/index.ts';
import { html } from '../markup.ts';
import { figure, type Section } from '../pieces.ts';

/** Only of a network that begins with a convolution. */
export function filters({ model }: ImageClassification): Section[] {
  if (model.network.layers[0].name !== 'conv2d') return [];
  const { kernel } = model.parameters[0] as unknown as { readonly kernel: Kernels };
  return [{
    id: 'filters',
    title: 'First filters',
    body: html`
<p>The first layer slides each of these little patterns over the image and marks where it fits: edges of some direction, spots, strokes. It was not told to look for them.</p>
${figure((width) => filterPlot(kernel, { width }))}`,
  }];
}

/** What layers make of the example, those layers that change it. */
export function maps({ example }: ImageClassification): Section[] {
  if (example === undefined) return [];
  const { image, actual, predicted } = example;
  const layers = example.layers.map(({ name, output: { data, shape } }): FeatureMaps => ({ name, data, shape: shape.slice(1) }));
  // a convolution before its normalisation and ReLU says little more than after them
  const shown: FeatureMaps[] = [];
  let names: string[] = [];
  layers.forEach((layer, i) => {
    names.push(layer.name);
    if (['batchNorm', 'relu'].includes(layers[i + 1]?.name)) return;
    shown.push({ ...layer, name: names.join(', ') });
    names = [];
  });
  return [{
    id: 'maps',
    title: 'What it sees',
    body: html`
<p>One image of the test, ${image.name}, of class <span class="name">${String(actual)}</span>, predicted as <span class="name">${String(predicted)}</span>; and what the layers make of it one after the other. Further down, maps are smaller and say less of where and more of what.</p>
${figure((width) => featureMapPlot(shown.map((layer, i) => ({ ...layer, name: `${i + 1}. ${layer.name}` })), { image, imageName: String(actual), most: width < 400 ? 10 : 16, width }))}`,
  }];
}
