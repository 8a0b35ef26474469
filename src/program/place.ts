/** The line where the user called a function of the library, and errors that point there. Knows no operation. */

/** Any function of the library that a user calls. */
export type Entry = (...args: never[]) => unknown;

interface Capture {
  captureStackTrace?(holder: object, entry?: Entry): void;
  stackTraceLimit?: number;
}
const engine = Error as unknown as Capture;

/** On whose behalf the library works now: a function the user called, or a line the user wrote earlier. */
let current: { readonly entry: Entry } | { readonly place: string | undefined } | null = null;
/** Errors that point to the user's line already. */
const placed = new WeakSet<Error>();

/**
 * Runs the body of `entry`, a function that users call: what it records belongs to the line of that call, and its
 * errors point there, not into the depths of the library. When the library calls itself, the outermost call counts.
 */
export function within<R>(entry: Entry, body: () => R): R {
  if (current !== null) return body();
  current = { entry };
  try {
    return body();
  } catch (error) {
    if (error instanceof Error && !placed.has(error)) {
      placed.add(error);
      engine.captureStackTrace?.(error, entry);
    }
    throw error;
  } finally {
    current = null;
  }
}

/** Runs `body`; what it records belongs to `place`. */
export function at<R>(place: string | undefined, body: () => R): R {
  return working({ place }, body);
}

/** Runs a function of the user's: what that calls has places of its own, and so have its errors. */
export function outside<R>(body: () => R): R {
  try {
    return working(null, body);
  } catch (error) {
    if (error instanceof Error) placed.add(error);
    throw error;
  }
}

/** `file:line:column` of what is being done now; undefined where the engine does not tell. */
export function placeNow(): string | undefined {
  if (current === null || engine.captureStackTrace === undefined) return undefined;
  if ('place' in current) return current.place;
  const holder: { stack?: string } = {};
  const limit = engine.stackTraceLimit;
  engine.stackTraceLimit = 1; // one frame is all that is read, and much cheaper
  engine.captureStackTrace(holder, current.entry);
  engine.stackTraceLimit = limit;
  return /\bat (?:.*\()?(.+:\d+:\d+)\)?\s*$/m.exec(String(holder.stack ?? ''))?.[1];
}

/** `model.ts:12` of a whole path with line and column. */
export function shortPlace(place: string): string {
  return place.replace(/^.*[\\/]/, '').replace(/:\d+$/, '');
}

/** The error, saying where the user wrote what it is about. */
export function writtenAt<E extends Error>(error: E, place: string | undefined): E {
  if (place !== undefined && !error.message.includes(' (written at ')) error.message += ` (written at ${shortPlace(place)})`;
  return error;
}

function working<R>(behalf: typeof current, body: () => R): R {
  const before = current;
  current = behalf;
  try {
    return body();
  } finally {
    current = before;
  }
}
