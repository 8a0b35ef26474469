/** An augmentation of our own: every epoch sees each digit as another hand might have written it, slanted, turned, wider, higher, elsewhere. */
import type { Augmentation } from 'glissade/nn';

type Sample = Parameters<Augmentation['change']>[0];

/** How far samples are changed at most, in shares of their size; places in pixels. */
const most = { slant: 0.25, turn: 0.15, width: 0.2, height: 0.12, across: 0.6, down: 0.5 };

export function handwriting(): Augmentation {
  return {
    name: 'handwriting',
    options: most,
    check: (shape) => {
      if (shape.length !== 3) throw new TypeError(`handwriting: samples must be images, [channels, height, width]; they are [${shape.join(', ')}]`);
    },
    change: (sample, [, height, width], random) => {
      const drawn = (limit: number): number => limit * (2 * random.uniform() - 1);
      const [turn, right, down] = [drawn(most.turn), drawn(most.across), drawn(most.down)];
      const slant = drawn(most.slant) - turn;
      const [wide, high] = [1 + drawn(most.width), 1 + drawn(most.height)];
      const before = sample.slice();
      const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2];
      for (let row = 0; row < height; row++) {
        for (let column = 0; column < width; column++) {
          const [x, y] = [column - middleX, row - middleY];
          sample[row * width + column] = between(before, width, height, middleX + right + wide * x + slant * y, middleY + down + high * y + turn * x);
        }
      }
    },
  };
}

/** The ink at a place between pixels, of the four around it; 0 outside. */
function between(pixels: Sample, width: number, height: number, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const at = (column: number, row: number): number => (column < 0 || row < 0 || column >= width || row >= height ? 0 : pixels[row * width + column]);
  const [right, down] = [x - left, y - top];
  return (1 - down) * ((1 - right) * at(left, top) + right * at(left + 1, top)) + down * ((1 - right) * at(left, top + 1) + right * at(left + 1, top + 1));
}
