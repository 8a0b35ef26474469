/** Where checkpoints are kept: in a file of Node, or wherever somebody says. Knows nothing of what is in them. */
import { describe } from '../../array/index.ts';
import { checkReplaceable, previousIfAny, readFileOrNone, replaceFile } from '../../files/index.ts';

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
  /** @throws FileError where nothing can be written */
  check(): Promise<void>;
}

export function storeOf(to: string | CheckpointStore): NamedStore {
  if (typeof to === 'string') {
    return { name: to, previous: () => previousIfAny('train', to), check: () => checkReplaceable('train', to), read: () => readFileOrNone('train', to), write: (bytes) => replaceFile('train', to, bytes) };
  }
  return {
    name: 'the checkpoint',
    previous: async () => undefined,
    check: async () => {},
    read: async () => {
      const bytes: unknown = await to.read();
      if (bytes !== undefined && Object.prototype.toString.call(bytes) !== '[object Uint8Array]') throw new TypeError(`train: read of a checkpoint's store must give a Uint8Array, or undefined; it gave ${describe(bytes)}`);
      return bytes as Uint8Array | undefined;
    },
    write: (bytes) => to.write(bytes),
  };
}
