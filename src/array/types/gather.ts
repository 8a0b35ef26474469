/** Rows picked by index, and one-hot indices, as types, with the messages of ../shape/gather.ts. */
import type { Shape } from '../shape/shape.ts';
import type { AreOpenAxes, AxisError, AxisKey } from './axes.ts';
import type { Bad, Good, IsOpen, ShowValue, Unknown } from './rule.ts';
import type { IsOutOfRange } from './sizes.ts';

/** S with axis A replaced by the axes I of the indices. */
export type GatherRule<S extends Shape, I extends Shape, A extends number = 0> =
  true extends IsOpen<S> | IsOpen<I> | AreOpenAxes<A> ? Unknown
    : [AxisError<'gather', S, A>] extends [never] ? Good<Replaced<S, AxisKey<S, A>, I>> : Bad<AxisError<'gather', S, A>>;

/** The indices' shape and a last axis of length Depth. */
export type OneHotRule<I extends Shape, Depth extends number> =
  IsOutOfRange<Depth, 1> extends true ? Bad<`oneHot: depth must be a whole number ≥ 1; it is ${ShowValue<Depth>}`>
    : IsOpen<I> extends true ? Unknown : Good<[...I, Depth]>;

type Replaced<S extends Shape, Key, I extends Shape, Out extends number[] = []> =
  S extends readonly [infer N extends number, ...infer Rest extends number[]]
    ? `${Out['length']}` extends Key ? [...Out, ...I, ...Rest] : Replaced<Rest, Key, I, [...Out, N]>
    : never;
