/** A page that may share memory between threads is served with these two headers; without them all works, with one thread. */
const headers = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };

export default {
  base: './', // wherever the built page is put
  // the data set and, in the repository, the library lie above this folder
  server: { headers, fs: { allow: ['../..'] } },
  preview: { headers },
  build: { target: 'es2022', chunkSizeWarningLimit: 900 },
  worker: { format: 'es' },
};
