/**
 * Writes jpeg.json: small JPEG files encoded by Chromium (libjpeg-turbo), and the pixels it decodes them to.
 * node src/data/images/__fixtures__/jpeg.mjs
 */
import { writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage();
const cases = await page.evaluate(async () => {
  const draw = (width, height, colour) => {
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d', { colorSpace: 'srgb' });
    const image = context.createImageData(width, height);
    for (let y = 0, at = 0; y < height; y++) {
      for (let x = 0; x < width; x++, at += 4) image.data.set([...colour(x / width, y / height), 255], at);
    }
    context.putImageData(image, 0, 0);
    return canvas;
  };
  const made = [];
  for (const [name, width, height, quality, colour] of [
    ['4:4:4', 20, 13, 1, (u, v) => [255 * u, 255 * v, 255 * (1 - u)]],
    ['4:2:0', 20, 13, 0.9, (u, v) => [255 * u, 255 * v, 255 * (1 - u)]],
    ['grey as colour', 9, 17, 0.9, (u, v) => Array.from({ length: 3 }, () => 128 + 127 * Math.sin(6 * u) * Math.cos(5 * v))],
  ]) {
    const blob = await draw(width, height, colour).convertToBlob({ type: 'image/jpeg', quality });
    const bytes = new Uint8Array(await blob.arrayBuffer());
    const context = new OffscreenCanvas(width, height).getContext('2d', { colorSpace: 'srgb' });
    context.drawImage(await createImageBitmap(blob, { colorSpaceConversion: 'none' }), 0, 0);
    const rgba = context.getImageData(0, 0, width, height).data;
    made.push({ name, width, height, jpeg: btoa(String.fromCharCode(...bytes)), rgb: Array.from(rgba).filter((_, i) => i % 4 < 3) });
  }
  return made;
});
await browser.close();
writeFileSync(new URL('jpeg.json', import.meta.url), `[\n${cases.map((one) => JSON.stringify(one)).join(',\n')}\n]\n`);
