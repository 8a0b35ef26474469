/** The program in Node; with the argument `unshared`, as where memory cannot be shared. */
if (process.argv[2] === 'unshared') delete globalThis.SharedArrayBuffer;
const { run } = await import('./program.js');
process.stdout.write(JSON.stringify(await run()));
