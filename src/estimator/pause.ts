/** Lets timers, input and Ctrl-C through during a long computation, and ends it when asked. */

const longest = 12; // milliseconds of work before the event loop gets a turn

/**
 * A function to await between pieces of work: it throws when `signal` was aborted, and every few milliseconds
 * gives the event loop a turn. Cheap to call often.
 */
export function pauser(signal?: AbortSignal): () => Promise<void> | undefined {
  let last = performance.now();
  signal?.throwIfAborted();
  return () => {
    if (performance.now() - last < longest) return undefined;
    return turn().then(() => {
      signal?.throwIfAborted();
      last = performance.now();
    });
  };
}

/** One turn of the event loop. A message channel, because browsers delay nested timers by 4 ms and more. */
function turn(): Promise<void> {
  const immediate = (globalThis as { setImmediate?: (callback: () => void) => void }).setImmediate;
  return new Promise((resolve) => {
    if (immediate !== undefined) {
      immediate(resolve);
      return;
    }
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (): void => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
