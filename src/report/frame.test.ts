import { expect, test } from 'vitest';
import { frame } from './frame.ts';
import { html, raw } from './markup.ts';

test('a number keeps its per cent and its power of ten on one line, and code to copy and pictures are left as they are', () => {
  const page = frame({
    title: 't', generator: 'Glissade', header: html`<h1>5 % of them</h1>`, footer: html`1.5 × 10⁻⁹`,
    main: html`<p>43.9 %. 3 × 4, ${'12 %'}</p><pre><code>x = 7 % 3</code></pre>${raw('<svg><text>8 %</text></svg>')}<p>100 %</p>`,
  });
  for (const kept of ['5\u00a0% of', '1.5\u00a0×\u00a010⁻⁹', '43.9\u00a0%. 3 × 4, 12\u00a0%', 'x = 7 % 3', '<text>8 %', '100\u00a0%']) expect(page).toContain(kept);
});
