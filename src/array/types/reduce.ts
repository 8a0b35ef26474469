/** Reductions as a type, with the messages of ../shape/axes.ts. */
import type { Shape } from '../shape/shape.ts';
import type { AreOpenAxes, AxesError, AxisKeys } from './axes.ts';
import type { Bad, Blur, Good, IsOpen, Unknown } from './rule.ts';

/** S without the axes A (one, a list, or 'all'), or with length 1 in their place when Keep. */
export type ReduceRule<Op extends string, S extends Shape, A = 'all', Keep extends boolean = false> =
  [A, Keep] extends ['all', false] ? Good<[]>
    : IsOpen<S> extends true ? Unknown
    : AreOpenAxes<A> extends true ? [Keep] extends [true] ? Good<Blur<S>> : Unknown
    : [AxesError<Op, S, A>] extends [never] ? boolean extends Keep ? Unknown : Good<Reduced<S, AxisKeys<S, A>, Keep>>
    : Bad<AxesError<Op, S, A>>;

type Reduced<S extends Shape, Keys, Keep extends boolean, Seen extends 0[] = [], Out extends number[] = []> =
  S extends readonly [infer N extends number, ...infer Rest extends number[]]
    ? Reduced<Rest, Keys, Keep, [...Seen, 0], `${Seen['length']}` extends Keys ? (Keep extends true ? [...Out, 1] : Out) : [...Out, N]>
    : Out;
