/** Arithmetic on natural numbers written as strings of digits, last digit first, so that carries run left to right. Types only. */
import type { DIFFERENCE, PRODUCT, QUOTIENT, SUM } from './tables.ts';

type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9';
type Carry = '0' | '1';

/** 128 → '821' */
export type Digits<N extends number> = Reverse<`${N}`>;

/** '821' → 128; zeros at the high end are dropped. */
export type ToNumber<A extends string> = WithoutZeros<Reverse<A>> extends `${infer N extends number}` ? N : never;

// three at a time: half the steps
type Reverse<S extends string, Out extends string = ''> =
  S extends `${infer a}${infer b}${infer c}${infer Rest}` ? Reverse<Rest, `${c}${b}${a}${Out}`>
    : S extends `${infer a}${infer b}${infer Rest}` ? (Rest extends '' ? `${b}${a}${Out}` : never) : `${S}${Out}`;

type WithoutZeros<S extends string> = S extends `0${infer Rest}` ? (Rest extends '' ? '0' : WithoutZeros<Rest>) : S;

/** A + B */
export type AddDigits<A extends string, B extends string, C extends Carry = '0', Out extends string = ''> =
  A extends `${infer a extends Digit}${infer Ar}`
    ? B extends `${infer b extends Digit}${infer Br}`
      ? SUM[C][a][b] extends `${infer c extends Carry}${infer s}` ? AddDigits<Ar, Br, c, `${Out}${s}`> : never
      : C extends '0' ? `${Out}${A}` : AddDigits<A, '1', '0', Out>
    : C extends '0' ? `${Out}${B}` : B extends '' ? `${Out}1` : AddDigits<'1', B, '0', Out>;

/** A − B, or 'below zero'. The result may have zeros at the high end. */
export type SubtractDigits<A extends string, B extends string, C extends Carry = '0', Out extends string = ''> =
  A extends `${infer a extends Digit}${infer Ar}`
    ? B extends `${infer b extends Digit}${infer Br}`
      ? DIFFERENCE[C][a][b] extends `${infer c extends Carry}${infer s}` ? SubtractDigits<Ar, Br, c, `${Out}${s}`> : never
      : C extends '0' ? `${Out}${A}` : SubtractDigits<A, '1', '0', Out>
    : B extends '' ? (C extends '0' ? Out : 'below zero') : 'below zero';

/** A · b + C for one digit b */
type Scale<A extends string, b extends Digit, C extends Digit = '0', Out extends string = ''> =
  A extends `${infer a extends Digit}${infer Ar}`
    ? PRODUCT[C][a][b] extends `${infer c extends Digit}${infer s}` ? Scale<Ar, b, c, `${Out}${s}`> : never
    : C extends '0' ? Out : `${Out}${C}`;

/** A · B, schoolbook: `Sum` holds what is carried over, `Low` the digits that are final. */
export type MultiplyDigits<A extends string, B extends string, Sum extends string = '', Low extends string = ''> =
  B extends `${infer b extends Digit}${infer Br}`
    ? (b extends '0' ? Sum : b extends '1' ? AddDigits<Sum, A> : AddDigits<Sum, Scale<A, b>>) extends infer S extends string
      ? S extends `${infer low}${infer High}` ? MultiplyDigits<A, Br, High, `${Low}${low}`> : MultiplyDigits<A, Br, '', `${Low}0`>
      : never
    : `${Low}${Sum}`;

/** [⌊A / B⌋, A mod B] for B > 0 */
export type DivideDigits<A extends string, B extends string> =
  B extends '1' ? [A, '0'] : B extends keyof QUOTIENT ? ByTable<Reverse<A>, QUOTIENT[B]> : ByHand<Reverse<A>, B>;

type ByTable<A extends string, Table, Rest extends string = '0', Out extends string = ''> =
  A extends `${infer a}${infer Ar}`
    ? (Table[Rest & keyof Table] & Record<a, string>)[a] extends `${infer q}${infer r}` ? ByTable<Ar, Table, r, `${q}${Out}`> : never
    : [Out, Rest];

type ByHand<A extends string, B extends string, Rest extends string = '', Out extends string = ''> =
  A extends `${infer a}${infer Ar}`
    ? Subtractions<`${a}${Rest}`, B> extends [infer q extends string, infer r extends string] ? ByHand<Ar, B, Trim<r>, `${q}${Out}`> : never
    : [Out, Rest extends '' ? '0' : Rest];

/** How often B can be taken from A (0 to 9 times), and what is left. */
type Subtractions<A extends string, B extends string, Times extends Digit = '0'> =
  SubtractDigits<A, B> extends infer S extends string ? (S extends 'below zero' ? [Times, A] : Subtractions<S, B, Next[Times]>) : never;
interface Next { '0': '1'; '1': '2'; '2': '3'; '3': '4'; '4': '5'; '5': '6'; '6': '7'; '7': '8'; '8': '9'; '9': '9' }

/** Without zeros at the high end, so that remainders do not grow. */
type Trim<A extends string> = A extends `${infer Low}0` ? Trim<Low> : A;
