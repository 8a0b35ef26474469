/**
 * Writes format1.glissade, a file of format 1 as Glissade 0.1.0 wrote it: what later versions must go on reading.
 * Run once (by a TypeScript runner) and kept: a file written by a later version proves nothing.
 */
import { fileURLToPath } from 'node:url';
import { linearRegression } from '../../models/index.ts';
import { frameOf } from '../../table/index.ts';
import { save } from '../index.ts';

const houses = frameOf({
  area: [50, 80, 120, 65, 90, 70, 110, null], town: ['hill', 'sea', 'sea', 'hill', 'sea', 'hill', null, 'sea'],
  garden: [true, false, true, true, false, true, false, true], price: [155, 240, 368, 190, 271, 214, 330, 300],
});
await save(await linearRegression().fit(houses, { target: 'price' }), fileURLToPath(new URL('format1.glissade', import.meta.url)));
