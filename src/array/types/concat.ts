/** Arrays put together along an axis, as types, with the messages of ../shape/concat.ts. */
import type { Shape } from '../shape/shape.ts';
import type { AreOpenAxes, AxisError, AxisKey } from './axes.ts';
import type { InsertRule } from './reshape.ts';
import type { Bad, Blur, Differ, Good, IsOpen, Meet, Show, ShowValue, Unknown } from './rule.ts';
import type { Add } from './sizes.ts';

/** Shapes L one after the other along axis A. */
export type ConcatRule<L extends readonly Shape[], A extends number = 0> =
  L extends readonly [infer First extends Shape, ...infer Rest extends Shape[]]
    ? IsOpen<First> extends true ? Unknown
      : AreOpenAxes<A> extends true ? Good<Blur<First>>
      : [AxisError<'concat', First, A, 'array 0'>] extends [never] ? Joined<First, First, Rest, A, AxisKey<First, A>>
      : Bad<AxisError<'concat', First, A, 'array 0'>>
    : L extends readonly [] ? Bad<'concat: at least one array is needed; the list is empty'> : Unknown;

/** Shapes L, all equal, side by side along a new axis: axis A of the result. */
export type StackRule<L extends readonly Shape[], A extends number = 0> =
  L extends readonly [infer First extends Shape, ...infer Rest extends Shape[]]
    ? IsOpen<First> extends true ? Unknown
      : AreOpenAxes<A> extends true ? Unknown
      : [InsertRule<'stack', First, A, 0>['error']] extends [never] ? Stacked<First, First, Rest, A, [0]>
      : InsertRule<'stack', First, A, 0>
    : L extends readonly [] ? Bad<'stack: at least one array is needed; the list is empty'> : Unknown;

type Joined<First extends Shape, Sum extends Shape, Rest extends readonly Shape[], A extends number, Key, Seen extends 0[] = [0]> =
  Rest extends readonly [infer Next extends Shape, ...infer Others extends Shape[]]
    ? IsOpen<Next> extends true ? Unknown
      : [Pair<Sum, Next, Key>] extends [never]
        ? Bad<`concat: arrays must be equal in all axes but axis ${ShowValue<A>}; array 0 is ${Show<First>}, array ${Seen['length']} is ${Show<Next>}`>
      : Joined<First, Pair<Sum, Next, Key>, Others, A, Key, [...Seen, 0]>
    : Rest extends readonly [] ? Good<Sum> : Unknown;

type Stacked<First extends Shape, Met extends Shape, Rest extends readonly Shape[], A extends number, Seen extends 0[]> =
  Rest extends readonly [infer Next extends Shape, ...infer Others extends Shape[]]
    ? IsOpen<Next> extends true ? Unknown
      : [Pair<Met, Next, 'none'>] extends [never] ? Bad<`stack: arrays must have equal shapes; array 0 is ${Show<First>}, array ${Seen['length']} is ${Show<Next>}`>
      : Stacked<First, Pair<Met, Next, 'none'>, Others, A, [...Seen, 0]>
    : Rest extends readonly [] ? InsertRule<'stack', Met, A, Seen['length'] & number> : Unknown;

/** Two shapes that meet in all axes and are added at axis Key; never when they do not. */
type Pair<A extends Shape, B extends Shape, Key, Out extends number[] = []> =
  A extends readonly [infer a extends number, ...infer Ar extends number[]]
    ? B extends readonly [infer b extends number, ...infer Br extends number[]]
      ? `${Out['length']}` extends Key ? Pair<Ar, Br, Key, [...Out, Add<a, b>]>
        : Differ<a, b> extends true ? never : Pair<Ar, Br, Key, [...Out, Meet<a, b>]>
      : never
    : B extends readonly [] ? Out : never;
