/** A machine for as long as one piece of work takes, which may pause: so that work under way never shares a memory. */
import { Machine } from './machine.ts';

/** A machine for the next piece of work, its threads already there, unless the garbage collector takes it before. */
let idle: WeakRef<Machine> | undefined;

/** Everything that `work` allocates is free again when it has settled; its result must not point into the memory. */
export async function withMachine<T>(work: (machine: Machine) => Promise<T>): Promise<T> {
  const machine = idle?.deref() ?? new Machine();
  idle = undefined;
  try {
    return await work(machine);
  } finally {
    machine.clear();
    idle = new WeakRef(machine);
  }
}
