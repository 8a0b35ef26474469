/**
 * Reads the LaTeX of derivations and computes what it says, by the notation that docs/explain.md defines: it knows no
 * expression, operation or program of glissade. Arrays are plain numbers with a shape.
 */
import { axesOf, exchangeFirst, full, map, matmul, permute, reduce, scalar, zip, zip3, type Names, type Value } from './latexArrays.testing.ts';
import { convolve, functions, keyed, pairOf, shapeOf, sidesOf } from './latexFunctions.testing.ts';

/** What a formula is worth, given what its names stand for. @throws Error where it cannot be read */
export function evaluateLatex(source: string, names: Names): Value {
  const reader = new Reader(source, names);
  const value = reader.sum();
  reader.end();
  return value;
}

class Reader {
  readonly source: string;
  readonly names: Names;
  readonly sorted: readonly string[];
  at = 0;

  constructor(source: string, names: Names) {
    this.source = source;
    this.names = names;
    this.sorted = [...names.keys()].sort((a, b) => b.length - a.length);
  }

  end(): void {
    this.space();
    if (this.at < this.source.length) throw this.wrong('the end');
  }

  wrong(wanted: string): Error {
    return new Error(`${wanted} must come at ${this.at} of ${this.source}, there is ${this.source.slice(this.at, this.at + 20)}`);
  }

  space(): void {
    for (;;) {
      if (this.source[this.at] === ' ') this.at++;
      else if (this.source.startsWith('\\,', this.at)) this.at += 2;
      else return;
    }
  }

  sees(token: string): boolean {
    this.space();
    if (!this.source.startsWith(token, this.at)) return false;
    // a command ends where its letters end
    return !/^\\[a-z]+$/i.test(token) || !/[a-z]/i.test(this.source[this.at + token.length] ?? ' ');
  }

  take(token: string): boolean {
    if (!this.sees(token)) return false;
    this.at += token.length;
    return true;
  }

  need(token: string): void {
    if (!this.take(token)) throw this.wrong(token);
  }

  braced<T>(read: () => T): T {
    this.need('{');
    const value = read();
    this.need('}');
    return value;
  }

  /** The text between braces that match. */
  raw(): string {
    this.need('{');
    const start = this.at;
    for (let depth = 1; depth > 0; this.at++) {
      if (this.at >= this.source.length) throw this.wrong('}');
      if (this.source[this.at] === '{') depth++;
      else if (this.source[this.at] === '}') depth--;
    }
    return this.source.slice(start, this.at - 1);
  }

  settings(): string {
    return this.take('_') ? this.raw() : '';
  }

  sum(): Value {
    let value = this.take('-') ? map(this.product(), (x) => -x) : this.product();
    for (;;) {
      if (this.take('+')) value = zip(value, this.product(), (a, b) => a + b);
      else if (this.take('-')) value = zip(value, this.product(), (a, b) => a - b);
      else return value;
    }
  }

  product(): Value {
    let value = this.convolution();
    while (this.take('\\odot')) value = zip(value, this.convolution(), (a, b) => a * b);
    return value;
  }

  convolution(): Value {
    const x = this.tight();
    if (!this.take('\\ast')) return x;
    const settings = keyed(this.settings());
    return convolve(x, this.tight(), { stride: pairOf(settings.s, 1), padding: sidesOf(settings.p), dilation: pairOf(settings.d, 1), groups: Number(settings.g ?? 1) });
  }

  /** One thing directly behind another: a single number times an array, or the product of matrices. */
  tight(): Value {
    let value = this.prefix();
    for (;;) {
      this.take('\\cdot');
      if (!this.startsAtom()) return value;
      const next = this.prefix();
      value = value.shape.length === 0 || next.shape.length === 0 ? zip(value, next, (a, b) => a * b) : matmul(value, next);
    }
  }

  startsAtom(): boolean {
    this.space();
    const rest = this.source.slice(this.at);
    return rest !== '' && !/^([}+\-=,&<>\])]|\\(right|odot|ast|neq|leq|geq|end|text)(?![a-z])|\\\\)/.test(rest);
  }

  prefix(): Value {
    if (!this.take('\\sum')) return this.postfix();
    const axes = this.settings();
    const x = this.postfix();
    return reduce(x, axesOf(axes, x), (values) => values.reduce((total, value) => total + value, 0));
  }

  postfix(): Value {
    let value = this.atom();
    while (this.take('^')) {
      const start = this.at;
      const inside = this.raw();
      const exchange = /^(\d*) ?\\leftrightarrow ?(\d*)$/.exec(inside);
      const fraction = /^(-?\d+)\/(\d+)$/.exec(inside);
      if (inside === '\\top') value = permute(value, [...value.shape.keys()].slice(0, -2).concat(value.shape.length - 1, value.shape.length - 2));
      else if (exchange !== null) value = exchangeFirst(value, Number(exchange[1] || 1), Number(exchange[2] || 1));
      else if (fraction !== null) value = map(value, (x) => x ** (Number(fraction[1]) / Number(fraction[2])));
      else {
        this.at = start;
        const exponent = this.braced(() => this.sum());
        value = zip(value, exponent, (a, b) => a ** b);
      }
    }
    return value;
  }

  atom(): Value {
    this.space();
    for (const name of this.sorted) {
      if (this.sees(name) && !(name.length === 1 && /^_\{\d/.test(this.source.slice(this.at + 1)))) {
        this.at += name.length;
        return this.names.get(name)!;
      }
    }
    const number = /^\d+(\.\d+)?/.exec(this.source.slice(this.at));
    if (number !== null) {
      this.at += number[0].length;
      return scalar(Number(number[0]));
    }
    if (this.take('e')) return scalar(Math.E);
    if (this.take('\\pi')) return scalar(Math.PI);
    if (this.take('\\infty')) return scalar(Infinity);
    if (this.take('\\left(')) {
      const value = this.sum();
      this.need('\\right)');
      return value;
    }
    if (this.take('\\left|')) {
      const value = this.sum();
      this.need('\\right|');
      return map(value, Math.abs);
    }
    if (this.take('\\left[')) {
      const value = this.relation();
      this.need('\\right]');
      return value;
    }
    if (this.take('\\frac')) {
      const above = this.braced(() => this.sum());
      return zip(above, this.braced(() => this.sum()), (a, b) => a / b);
    }
    if (this.take('\\sqrt')) return map(this.braced(() => this.sum()), Math.sqrt);
    if (this.take('\\mathbf{1}')) return full(shapeOf(this.settings(), this.names), 1);
    if (this.take('\\begin{cases}')) return this.cases();
    for (const name of ['log', 'tanh', 'sin', 'cos', 'max', 'min', 'sigma']) if (this.take(`\\${name}`)) return this.called(name);
    if (this.take('\\operatorname')) return this.called(this.raw());
    throw this.wrong('a name, a number or a function');
  }

  relation(): Value {
    const a = this.sum();
    const relations: Record<string, (a: number, b: number) => boolean> = {
      '=': (a, b) => a === b, '\\neq': (a, b) => a !== b, '<': (a, b) => a < b, '\\leq': (a, b) => a <= b, '>': (a, b) => a > b, '\\geq': (a, b) => a >= b,
    };
    const sign = Object.keys(relations).find((each) => this.take(each));
    if (sign === undefined) throw this.wrong('a relation');
    return zip(a, this.sum(), (x, y) => Number(relations[sign](x, y)));
  }

  cases(): Value {
    const a = this.sum();
    this.need('&');
    this.need('\\text{if }');
    const condition = this.atom();
    this.need('\\\\');
    const b = this.sum();
    this.need('&');
    this.need('\\text{else}');
    this.need('\\end{cases}');
    return zip3(condition, a, b);
  }

  called(name: string): Value {
    const settings = this.settings();
    this.need('\\left(');
    const args: Value[] = [];
    if (!this.sees('\\right)')) do args.push(this.sum()); while (this.take(','));
    this.need('\\right)');
    return functions(name, settings, args, this.names);
  }
}
