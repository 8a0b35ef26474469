/** What the host and a worker say to each other through shared memory. Eight 32-bit words, one block per worker. */

/** A worker waits on `turn`; the other words say what the turn is for. */
export const word = { turn: 0, state: 1, mail: 2, machine: 3, calls: 4, count: 5, counters: 6, scratch: 7 } as const;

export const wordsPerWorker = 8;

/**
 * away → idle (the worker waits) → called (the host has written a table) → running → idle.
 * The host takes back a call that was not answered (called → idle), and sends a worker to read its mail (idle → away).
 */
export const state = { away: 0, idle: 1, called: 2, running: 3 } as const;

/** Mail, for what words cannot carry. The first letter is the start. */
export type Letter =
  | { readonly kind: 'start'; readonly module: WebAssembly.Module; readonly signal: SharedArrayBuffer; readonly index: number }
  | { readonly kind: 'attach'; readonly machine: number; readonly memory: WebAssembly.Memory }
  | { readonly kind: 'detach'; readonly machine: number };
