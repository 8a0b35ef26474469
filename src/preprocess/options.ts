/** Checks options that are true or false. */
import { describe } from '../array/index.ts';

/** @throws TypeError when not a boolean */
export function readFlag(caller: string, name: string, value: unknown): boolean {
  if (typeof value !== 'boolean') throw new TypeError(`${caller}: ${name} must be true or false; it is ${describe(value)}`);
  return value;
}
