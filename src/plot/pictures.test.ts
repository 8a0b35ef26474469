/** Every example is drawn and compared with its stored picture. Look at the difference, then `vitest -u`. */
import { describe, expect, test } from 'vitest';
import { examples } from './examples.testing.ts';

describe.each(Object.keys(examples))('%s', (name) => {
  test('draws the stored picture', async () => {
    await expect(`${examples[name]()}\n`).toMatchFileSnapshot(`__pictures__/${name}.svg`);
  });

  test('draws the stored picture at the width of a phone', async () => {
    await expect(`${examples[name](343)}\n`).toMatchFileSnapshot(`__pictures__/${name}.phone.svg`);
  });
});
