/** The threads that decode images in this process. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { Decoders } from './decoders.ts';

const most = 8; // a disk gives no more than these can take
const here = import.meta.url;

/** From sources there are none: a thread would have to be compiled. */
export const decoders: Decoders = new Decoders(
  here.endsWith('.js') ? () => new Worker(new URL('./decodeWorker.js', here), { execArgv: [] }) : undefined,
  Math.min(most, availableParallelism()),
);
