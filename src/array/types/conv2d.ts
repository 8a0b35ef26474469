/** The 2-D convolution as a type, with the messages of ../shape/conv2d.ts. */
import type { Shape } from '../shape/shape.ts';
import type { Arg, Bad, Differ, Good, IsOpen, OptionOf, ShapeOf, Show, ShowSize, ShowValue, Unknown } from './rule.ts';
import type { DivideExactly, IsOutOfRange, Multiply } from './sizes.ts';
import type { OptionError, PaddedSize, ShowPair, Slide, SpanOf, Two } from './window.ts';

/** x [n, c, h, w] × k [o, c/groups, kh, kw] → [n, o, h′, w′]; O holds stride, padding, dilation and groups. */
export type Conv2dRule<X extends Shape, K extends Shape, O = object> =
  true extends IsOpen<X> | IsOpen<K> ? Unknown
    : X extends readonly [infer N extends number, infer C extends number, infer H extends number, infer W extends number]
      ? K extends readonly [infer F extends number, infer I extends number, infer KH extends number, infer KW extends number]
        ? [ChannelError<X, K, C, I, F, OptionOf<O, 'groups', 1>>] extends [never]
          ? Convolved<X, K, N, F, H, W, KH, KW, OptionOf<O, 'stride', 1>, OptionOf<O, 'dilation', 1>, OptionOf<O, 'padding', 0>>
          : Bad<ChannelError<X, K, C, I, F, OptionOf<O, 'groups', 1>>>
        : Bad<`conv2d: k must be [outChannels, inChannels / groups, height, width]; k ${Show<K>} has rank ${K['length']}`>
      : Bad<`conv2d: x must be [batch, channels, height, width]; x ${Show<X>} has rank ${X['length']}`>;

/** The bias of a convolution with kernel K. */
export type Conv2dBiasRule<Bias extends Shape, K extends Shape> =
  true extends IsOpen<Bias> | IsOpen<K> ? Unknown
    : [Bias, K] extends [readonly [infer B extends number], readonly [infer F extends number, ...number[]]]
      ? Differ<B, F> extends true ? Bad<BiasMessage<Bias, K>> : Good<[F]>
      : Bad<BiasMessage<Bias, K>>;
/** What the options O of a convolution with kernel K must be beyond their own type: `options?: O & Conv2dBias<O, K>`. */
export type Conv2dBias<O, K extends Shape> =
  O extends { readonly bias: infer B extends { readonly shape: Shape } } ? { readonly bias: Arg<Conv2dBiasRule<ShapeOf<B>, K>, B> } : unknown;

type BiasMessage<Bias extends Shape, K extends Shape> =
  `conv2d: bias must hold one number per output channel; k ${Show<K>} has ${ShowSize<K[0]>}, bias is ${Show<Bias>}`;

/** The message about channels or groups; never when they fit. */
type ChannelError<X extends Shape, K extends Shape, C extends number, I extends number, F extends number, G> =
  [G] extends [1] ? Differ<C, I> extends true ? `conv2d: x and k must have equal channels; x ${Show<X>} has ${ShowSize<C>}, k ${Show<K>} has ${ShowSize<I>}` : never
    : G extends number
      ? IsOutOfRange<G, 1> extends true ? `conv2d: groups must be a whole number ≥ 1; it is ${ShowValue<G>}`
        : Differ<C, Multiply<I, G>> extends true
          ? `conv2d: x must have the channels of k in each group; x ${Show<X>} has ${ShowSize<C>}, k ${Show<K>} has ${ShowSize<I>}, groups is ${ShowSize<G>}`
        : [DivideExactly<F, G>] extends [never] ? `conv2d: groups must divide the output channels; k ${Show<K>} has ${ShowSize<F>}, groups is ${ShowSize<G>}`
        : never
      : never;

type Convolved<X extends Shape, K extends Shape, N extends number, F extends number, H extends number, W extends number, KH extends number, KW extends number, S, D, P> =
  [OptionError<'conv2d', S, D, P>] extends [never]
    ? true extends ([KH] extends [0] ? true : false) | ([KW] extends [0] ? true : false) ? Bad<`conv2d: k must be at least 1×1; k ${Show<K>} is ${ShowPair<[KH, KW]>}`>
      : Slide<H, W, [SpanOf<KH, Two<D>[0]>, SpanOf<KW, Two<D>[1]>], Two<S>, P> extends [infer h extends number, infer w extends number]
        ? [h] extends [never] ? Misfit<X, K, H, W, KH, KW, D, P>
          : [w] extends [never] ? Misfit<X, K, H, W, KH, KW, D, P>
          : Good<[N, F, h, w]>
        : never
    : Bad<OptionError<'conv2d', S, D, P>>;

type Misfit<X extends Shape, K extends Shape, H extends number, W extends number, KH extends number, KW extends number, D, P> =
  Bad<`conv2d: k must fit into x with its padding; k ${Show<K>} spans ${ShowPair<[SpanOf<KH, Two<D>[0]>, SpanOf<KW, Two<D>[1]>]>}, x ${Show<X>} with padding is ${ShowPair<PaddedSize<H, W, P>>}`>;
