/** 2-D pooling as a type, with the messages of ../shape/pool2d.ts. */
import type { Shape } from '../shape/shape.ts';
import type { Bad, Good, IsOpen, OptionOf, Show, Unknown } from './rule.ts';
import type { IsPaddedTooFar, OptionError, PaddedSize, ShowPair, SidesOf, SizeError, Slide, Two } from './window.ts';

/** x [n, c, h, w] → [n, c, h′, w′] with windows of size K; O holds stride (default: K) and padding. */
export type Pool2dRule<Op extends string, X extends Shape, K, O = object> =
  IsOpen<X> extends true ? Unknown
    : X extends readonly [infer N extends number, infer C extends number, infer H extends number, infer W extends number]
      ? Pooled<Op, X, N, C, H, W, Two<K>, K, OptionOf<O, 'stride', K>, OptionOf<O, 'padding', 0>>
      : Bad<`${Op}: x must be [batch, channels, height, width]; x ${Show<X>} has rank ${X['length']}`>;

type Pooled<Op extends string, X extends Shape, N extends number, C extends number, H extends number, W extends number, Window extends [number, number], K, S, P> =
  [SizeError<Op, K> | OptionError<Op, S, 1, P>] extends [never]
    ? IsPaddedTooFar<Window, P> extends true
      ? Bad<`${Op}: padding must be less than the window; padding is ${Show<SidesOf<P>>}, the window ${ShowPair<Window>}`>
      : Slide<H, W, Window, Two<S>, P> extends [infer h extends number, infer w extends number]
        ? [h] extends [never] ? Misfit<Op, X, H, W, Window, P> : [w] extends [never] ? Misfit<Op, X, H, W, Window, P> : Good<[N, C, h, w]>
        : never
    : Bad<[SizeError<Op, K>] extends [never] ? OptionError<Op, S, 1, P> : SizeError<Op, K>>;

type Misfit<Op extends string, X extends Shape, H extends number, W extends number, Window extends [number, number], P> =
  Bad<`${Op}: the window must fit into x with its padding; the window is ${ShowPair<Window>}, x ${Show<X>} with padding is ${ShowPair<PaddedSize<H, W, P>>}`>;
