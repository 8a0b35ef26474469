/** Runs the modules named in the arguments, one after the other, and prints as JSON what each of them showed. */
import { format } from 'node:util';

const results = [];
for (const path of process.argv.slice(2)) {
  const seen = [];
  globalThis.showing = (line, ...values) => {
    seen.push({ line, text: format(...values) });
    return values[0];
  };
  Object.assign(console, { log: () => {} });
  try {
    await import(path);
    results.push({ seen });
  } catch (error) {
    results.push({ seen, error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
  }
}
process.stdout.write(JSON.stringify(results));
