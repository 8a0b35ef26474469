/** The one machine of all eager calls, made when the first of them comes. */
import { Machine } from './machine.ts';

let machine: Machine | undefined;

export function hostMachine(): Machine {
  machine ??= new Machine();
  return machine;
}
