/** A convolution as a page to step through: one picture for each cell of the output. Runs no script: radio buttons choose. */
import { drawConvolution, formatCount, readConvolution, type Convolution, type ConvolutionPlotOptions, type Grids } from '../plot/index.ts';
import { html, raw, type Markup } from './markup.ts';
import { page } from './page.ts';
import { facts, figure } from './pieces.ts';

export type ConvolutionPageOptions = Pick<ConvolutionPlotOptions, 'stride' | 'padding' | 'dilation' | 'bias' | 'title'>;

/** More steps than this are too many to go through. */
const mostSteps = 144;

/**
 * How a convolution comes about, cell by cell, as one HTML file that loads nothing and runs no script. The arrow keys step.
 * @param x  { data, shape: [height, width] or [channels, height, width] }   @param kernel  { data, shape: [height, width] or [outputs, channels, height, width] }
 * @param options  defaults: stride 1, padding 0, dilation 1, no bias, title 'A convolution, step by step'
 * @throws TypeError for a wrong kind or shapes that do not fit; RangeError for more than 144 cells of the output, or 1,600 of the input
 * @example
 * ```ts
 * import { array } from 'glissade';
 * import { convolutionPage } from 'glissade/report';
 * const image = array([[0, 0, 1, 1], [0, 0, 1, 1], [0, 0, 1, 1], [0, 0, 1, 1]]);
 * const edges = array([[-1, 1], [-1, 1]]);
 * const page = convolutionPage(image, edges, { title: 'Finding an edge' });
 * page.includes('Step 9 of 9'); // true
 * ```
 */
export function convolutionPage(x: Grids, kernel: Grids, options: ConvolutionPageOptions = {}): string {
  const caller = 'convolutionPage';
  const { title = 'A convolution, step by step', ...settings } = options;
  const convolution = readConvolution(caller, x, kernel, settings);
  const steps = convolution.output.length;
  if (steps > mostSteps) throw new RangeError(`${caller}: at most ${mostSteps} steps can be gone through; the output has ${steps} cells. Take a smaller part of x, or convolutionPlot for one step`);
  return page({
    title, heading: title, kind: 'Convolution', source: `${formatCount(steps, 'step')}`,
    more: styleOf(steps),
    sections: [
      { id: 'steps', title: 'Step by step', body: stepper(caller, convolution) },
      { id: 'sizes', title: 'The sizes', body: sizes(convolution) },
    ],
  });
}

/** Radio buttons, of which the chosen one shows its picture; their labels are the links back and on. */
function stepper(caller: string, convolution: Convolution): Markup {
  const steps = Array.from(convolution.output.keys());
  const last = steps.length - 1;
  const link = (step: number, text: string): Markup => (step < 0 || step > last ? html`<span class="note">${text}</span>` : html`<label for="s${step}">${text}</label>`);
  return html`
<p>The kernel slides over the image. Choose a step below and go on with the arrow keys, or with the words beside the number.</p>
<div class="stepper" role="radiogroup" aria-label="Step">
${steps.map((step) => html`<input type="radio" name="step" id="s${step}" aria-label="Step ${step + 1} of ${steps.length}"${raw(step === 0 ? ' checked' : '')}>`)}
${steps.map((step) => html`<div class="step"><p class="turn">${link(step - 1, '← back')} <strong>Step ${step + 1} of ${steps.length}</strong> ${link(step + 1, 'on →')}</p>
${figure((width) => drawConvolution(convolution, step, { width }, caller))}</div>
`)}</div>`;
}

function styleOf(steps: number): string {
  return `.stepper input{margin:.15rem .1rem}.stepper .step{display:none}.turn{margin:1.25rem 0 0}.turn label{color:var(--accent);cursor:pointer;padding:.4rem .2rem}${
    Array.from({ length: steps }, (_, step) => `#s${step}:checked~.step:nth-of-type(${step + 1})`).join(',')}{display:block}`;
}

function sizes({ geometry }: Convolution): Markup {
  const { input, kernel, stride, dilation, padding, padded, outputShape: [, outputs, rows, columns], inChannels } = geometry;
  const size = (pair: readonly number[]): string => pair.join(' × ');
  return html`
<p>An output row is as long as the kernel fits beside itself: ⌊(${padded[1]} − ${dilation[1] * (kernel[1] - 1) + 1}) / ${stride[1]}⌋ + 1 = ${columns}, and a column ⌊(${padded[0]} − ${dilation[0] * (kernel[0] - 1) + 1}) / ${stride[0]}⌋ + 1 = ${rows}.</p>
${facts([
    ['Image', `${formatCount(inChannels, 'channel')} of ${size(input)}`], ['Padding', `${padding[0]} above, ${padding[1]} right, ${padding[2]} below, ${padding[3]} left`],
    ['Kernel', `${formatCount(outputs, 'kernel')} of ${size(kernel)}`], ['Stride', size(stride)], ['Dilation', size(dilation)], ['Output', `${formatCount(outputs, 'channel')} of ${size([rows, columns])}`],
    ['Products', `${formatCount(inChannels * kernel[0] * kernel[1], 'product')} for each of ${formatCount(outputs * rows * columns, 'cell')}`],
  ])}`;
}
