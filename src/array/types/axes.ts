/** Which axes an argument names, as types; axes are the keys '0', '1', … of a shape. Messages of ../shape/axes.ts. */
import type { Shape } from '../shape/shape.ts';
import type { Bad, Good, IsOpen, Show, ShowList, ShowValue } from './rule.ts';
import type { Subtract } from './sizes.ts';

/** The key of a possibly negative axis of S; never when S has no such axis. */
export type AxisKey<S extends Shape, A extends number> =
  `${A}` extends `-${infer Back extends number}` ? `${Subtract<S['length'], Back>}` & keyof S : `${A}` & keyof S;

/** The keys of all axes named. */
export type AxisKeys<S extends Shape, A> = A extends readonly number[] ? KeyOfEach<S, A[number]> : A extends number ? AxisKey<S, A> : Extract<keyof S, `${number}`>;
type KeyOfEach<S extends Shape, A> = A extends number ? AxisKey<S, A> : never;

/** true when the axes are not literals. */
export type AreOpenAxes<A> = [A] extends ['all'] ? false : A extends readonly number[] ? (number extends A['length'] | A[number] ? true : false) : number extends A ? true : false;

/** The message about the first axis that S lacks, or that is named twice; never when all are right. */
export type AxesError<Op extends string, S extends Shape, A, Name extends string = 'x'> =
  A extends number ? AxisError<Op, S, A, Name>
    : A extends Shape ? [FirstWrong<Op, S, A, Name>] extends [never] ? Twice<Op, S, A> : FirstWrong<Op, S, A, Name>
    : never;

/** The message about an axis that S lacks; never when S has it. */
export type AxisError<Op extends string, S extends Shape, A extends number, Name extends string = 'x'> =
  [AxisKey<S, A>] extends [never] ? `${Op}: axis must be one of ${Name}'s axes; ${Name} ${Show<S>} has rank ${S['length']}, axis is ${ShowValue<A>}` : never;

/** The shape itself, if it has the axis: for operations along one axis, such as softmax. */
export type AxisRule<Op extends string, S extends Shape, A extends number> =
  true extends IsOpen<S> | AreOpenAxes<A> ? Good<S> : [AxisError<Op, S, A>] extends [never] ? Good<S> : Bad<AxisError<Op, S, A>>;

type FirstWrong<Op extends string, S extends Shape, A extends Shape, Name extends string> =
  A extends readonly [infer a extends number, ...infer Rest extends number[]]
    ? [AxisError<Op, S, a, Name>] extends [never] ? FirstWrong<Op, S, Rest, Name> : AxisError<Op, S, a, Name>
    : never;

/** The run time names the first axis, in the order given, that comes again. */
type Twice<Op extends string, S extends Shape, A extends Shape, Rest extends Shape = A, Before extends string = never> =
  Rest extends readonly [infer a extends number, ...infer Others extends number[]]
    ? [AxisKey<S, a> & Before] extends [never] ? Twice<Op, S, A, Others, Before | (AxisKey<S, a> & string)>
      : `${Op}: axes must differ; ${ShowList<A>} names axis ${AxisKey<S, a> & string} of x ${Show<S>} twice`
    : never;
