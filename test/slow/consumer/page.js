/** The program on a page and in a worker of it. */
import { run } from './program.js';

const inWorker = () => new Promise((resolve, reject) => {
  const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = ({ message }) => reject(new Error(message));
});
const answer = (work) => work().catch((error) => String(error));
const page = await answer(run);
globalThis.answers = { page, worker: await answer(inWorker) };
