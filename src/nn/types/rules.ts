/** The shape rules of layers, as types: of one sample, with the messages of the run time. */
import type { Bad, Conv2dRule, FlattenRule, Good, Pool2dRule, Rule, Shape, Show, Two } from '../../array/index.ts';

/** [1, …S]: messages show a batch of one. */
type Batch<S extends Shape> = number extends S['length'] ? number[] : [1, ...S];
type Sample<R extends Rule> = [R['error']] extends [never] ? (R['shape'] extends readonly [number, ...infer S extends number[]] ? Good<S> : Good<number[]>) : Bad<R['error']>;

type Channels<S extends Shape> = S extends readonly [infer C extends number, number, number] ? C : number;

/** F kernels of size K on [channels, height, width]. With groups the channels of a kernel are not computed, and not checked. */
export type ConvLayerRule<S extends Shape, F extends number, K, O> =
  number extends S['length'] ? Good<number[]>
    : Sample<Conv2dRule<Batch<S>, [F, 'groups' extends keyof O ? number : Channels<S>, ...Two<K>], 'groups' extends keyof O ? Omit<O, 'groups'> : O>>;

export type PoolLayerRule<Op extends string, S extends Shape, K, O> = number extends S['length'] ? Good<number[]> : Sample<Pool2dRule<Op, Batch<S>, K, O>>;

export type FlattenLayerRule<S extends Shape> = number extends S['length'] ? Good<[number]> : Sample<FlattenRule<Batch<S>>>;

export type DenseRule<S extends Shape, N extends number> =
  number extends S['length'] ? Good<[N]>
    : S['length'] extends 1 ? Good<[N]>
    : Bad<`dense: the input must be flat, [features]; it is ${Show<S>}, put flatten() before it`>;

export type GlobalPoolRule<S extends Shape> =
  number extends S['length'] ? Good<[number]>
    : S extends readonly [infer C extends number, number, number] ? Good<[C]>
    : Bad<`globalAveragePool2d: the input must be [channels, height, width]; it is ${Show<S>}`>;

export type NormRule<Op extends string, S extends Shape> =
  S['length'] extends 0 ? Bad<`${Op}: the input must have at least one axis; it is []`> : Good<S>;

export type EmbeddingRule<S extends Shape, N extends number> = number extends S['length'] ? Good<number[]> : Good<[...S, N]>;

/** The layers of a residual block must give the shape they got. */
export type ResidualRule<S extends Shape, W> =
  W extends { error: infer E extends string } ? Bad<E>
    : W extends { shape: infer T extends Shape }
      ? number extends T['length'] ? Good<S>
        : [S, T] extends [T, S] ? Good<S>
        : Bad<`residual: the layers must give the shape they get; they get ${Show<S>} and give ${Show<T>}`>
      : Good<S>;
