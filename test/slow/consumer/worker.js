import { run } from './program.js';

run().catch((error) => String(error)).then((answer) => postMessage(answer));
