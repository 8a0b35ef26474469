/** The live curve: what glissade/plot draws, again after every epoch and when the page changes its width. */
import { trainingCurvePlot, type EpochLosses } from 'glissade/plot';
import { element } from './elements.ts';

export function liveCurve(): { draw(history: readonly EpochLosses[], bestEpoch?: number): void; clear(): void } {
  const figure = element('curve', HTMLElement);
  const invitation = figure.innerHTML;
  let shown: readonly [readonly EpochLosses[], number?] | undefined;
  let width = 0;
  const redraw = (): void => {
    if (shown === undefined) return;
    const [history, bestEpoch] = shown;
    width = figure.clientWidth;
    figure.innerHTML = trainingCurvePlot(history, { width: Math.max(280, width), height: width < 480 ? 280 : 420, ...(bestEpoch !== undefined && { bestEpoch }) });
  };
  new ResizeObserver(() => { if (figure.clientWidth !== width) redraw(); }).observe(figure);
  return {
    draw: (history, bestEpoch) => {
      shown = [history, bestEpoch];
      figure.classList.remove('empty');
      redraw();
    },
    clear: () => {
      shown = undefined;
      figure.classList.add('empty');
      figure.innerHTML = invitation;
    },
  };
}
