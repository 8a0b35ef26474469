/** Where checkpoints are kept: in a file of Node, or wherever somebody says. Knows nothing of what is in them. */
import { describe } from '../../array/index.ts';
import { checkReplaceable, previousIfAny, readFileOrNone, replaceFile, takeLock } from '../../files/index.ts';

/** Keeps the bytes of a checkpoint: in a browser for example in IndexedDB. */
export interface CheckpointStore {
  /** What was written last; undefined when nothing was. */
  read(): Promise<Uint8Array | undefined>;
  /** Puts these bytes, all of them or none, in the place of the last. They may be used again when it has been done. */
  write(bytes: Uint8Array): Promise<void>;
}

export interface NamedStore extends CheckpointStore {
  /** For messages. */
  readonly name: string;
  /** Where the checkpoint before the last one is, if there is one. */
  previous(): Promise<string | undefined>;
  /**
   * Keeps others from writing, and finds out whether it can be written.
   * @returns what lets others write again   @throws FileError where nothing can be written, or another training does
   */
  take(): Promise<() => Promise<void>>;
}

export function storeOf(to: string | CheckpointStore): NamedStore {
  if (typeof to === 'string') {
    return { name: to, previous: () => previousIfAny('train', to), take: () => taken(to), read: () => readFileOrNone('train', to), write: (bytes) => replaceFile('train', to, bytes) };
  }
  return {
    name: 'the checkpoint',
    previous: async () => undefined,
    take: async () => async () => {},
    read: async () => {
      const bytes: unknown = await to.read();
      if (bytes !== undefined && Object.prototype.toString.call(bytes) !== '[object Uint8Array]') throw new TypeError(`train: read of a checkpoint's store must give a Uint8Array, or undefined; it gave ${describe(bytes)}`);
      return bytes as Uint8Array | undefined;
    },
    write: (bytes) => to.write(bytes),
  };
}

/** The lock first: the check writes where another training may be writing. */
async function taken(path: string): Promise<() => Promise<void>> {
  const give = await takeLock('train', path);
  try {
    await checkReplaceable('train', path);
  } catch (error) {
    await give();
    throw error;
  }
  return give;
}
