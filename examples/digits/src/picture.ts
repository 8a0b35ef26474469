/** A digit of 8 × 8 numbers as a picture of 8 × 8 pixels: ink in the colour of the text, paper transparent. */
export function paint(canvas: HTMLCanvasElement, blocks: ArrayLike<number>, color: string): void {
  const context = canvas.getContext('2d')!;
  context.clearRect(0, 0, 8, 8);
  context.fillStyle = color;
  for (let at = 0; at < 64; at++) {
    context.globalAlpha = Math.max(0, Math.min(1, blocks[at]));
    context.fillRect(at % 8, Math.floor(at / 8), 1, 1);
  }
  context.globalAlpha = 1;
}

/** Follows light and dark. */
export function inkColor(): string {
  return getComputedStyle(document.documentElement).getPropertyValue('--ink-on-canvas').trim();
}

export function onThemeChange(repaint: () => void): void {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaint);
}
