/** Names of arrays as they are written: 'W1' is W₁, 'yHat' is ŷ, 'alpha' is α. Knows no formula. */

const greek: ReadonlyMap<string, string> = new Map(Object.entries({
  alpha: 'α', beta: 'β', gamma: 'γ', delta: 'δ', epsilon: 'ε', eta: 'η', kappa: 'κ', theta: 'θ', lambda: 'λ', mu: 'μ', rho: 'ρ', sigma: 'σ', tau: 'τ', phi: 'φ', omega: 'ω',
}));
/** The letters as LaTeX calls them, for names that are written with them. */
const commands = new Map([...greek].map(([name, letter]) => [letter, name]));

/** Signs of an index, set low. */
export const lowered: Readonly<Record<string, string>> = {
  ...Object.fromEntries([...'0123456789'].map((digit, i) => [digit, '₀₁₂₃₄₅₆₇₈₉'[i]])), i: 'ᵢ', j: 'ⱼ', k: 'ₖ', l: 'ₗ', m: 'ₘ', n: 'ₙ', p: 'ₚ', r: 'ᵣ', s: 'ₛ', t: 'ₜ', u: 'ᵤ', v: 'ᵥ', x: 'ₓ',
};

/** ∂C/∂W1, as a name. */
export function partial(cost: string, by: string): string {
  return `∂${cost}/∂${by}`;
}

/** The two names of a partial derivative; undefined for other names. */
export function partsOfPartial(name: string): readonly [string, string] | undefined {
  const found = /^∂(.+?)\/∂(.+)$/u.exec(name);
  return found === null ? undefined : [found[1], found[2]];
}

interface Parts {
  readonly stem: string;
  readonly hat: boolean;
  readonly index: string;
}

function partsOf(written: string): Parts {
  // ŷ and W₁ are other ways to write yHat and W1
  const name = written.replace(/^(\p{L})\u0302|^ŷ/u, (_, letter = 'y') => `${letter}Hat`).replaceAll(/[₀-₉]/g, (digit) => String(digit.charCodeAt(0) - 0x2080));
  const found = /^(.*?[^\d_])(Hat)?(?:_?(\d+)|_([a-z]))?$/su.exec(name);
  return { stem: found?.[1] ?? name, hat: found?.[2] !== undefined, index: found?.[3] ?? found?.[4] ?? '' };
}

export function nameInText(name: string): string {
  const inside = partsOfPartial(name);
  if (inside !== undefined) return `∂${nameInText(inside[0])}/∂${nameInText(inside[1])}`;
  const { stem, hat, index } = partsOf(name);
  return `${(greek.get(stem) ?? stem).replaceAll(/\s+/g, ' ') + (hat ? '\u0302' : '')}${[...index].map((sign) => lowered[sign] ?? `_${sign}`).join('')}`.normalize('NFC');
}

export function nameInLatex(name: string): string {
  const inside = partsOfPartial(name);
  if (inside !== undefined) return `\\frac{\\partial ${nameInLatex(inside[0])}}{\\partial ${nameInLatex(inside[1])}}`;
  const { stem, hat, index } = partsOf(name);
  const command = greek.has(stem) ? stem : commands.get(stem);
  const letter = command !== undefined ? `\\${command}` : /^[a-z\p{Script=Greek}]$/iu.test(stem) && stem !== 'e' ? stem : /^[a-z\d]+$/i.test(stem) ? `\\mathrm{${stem}}` : `\\text{${inTextMode(stem)}}`;
  return `${hat ? `\\hat{${letter}}` : letter}${index === '' ? '' : `_{${index}}`}`;
}

/** @throws RangeError for a name that cannot be read as one */
export function checkWord(what: string, name: string): void {
  if (typeof name !== 'string' || name.trim() === '' || name.includes('∂')) throw new RangeError(`derive: ${what} must be words without ∂, which stands for derivatives; there is ${JSON.stringify(name)}`);
}

/** Says of two names that they are one, or are written as one. */
export function twice(name: string, other: string): string {
  return name === other ? `${JSON.stringify(name)} is given twice` : `${JSON.stringify(other)} and ${JSON.stringify(name)} are both written ${nameInText(name)}`;
}

/** Names that are written alike cannot be told apart. */
export function isWrittenAs(name: string, other: string): boolean {
  return nameInText(name) === nameInText(other) || nameInLatex(name) === nameInLatex(other);
}

/** Signs that are commands, or that old fonts have not where one expects them. */
const escapes: Readonly<Record<string, string>> = { '\\': '\\textbackslash{}', '~': '\\textasciitilde{}', '^': '\\textasciicircum{}', '<': '\\textless{}', '>': '\\textgreater{}', '|': '\\textbar{}' };

/** What stands in \text{…}. */
function inTextMode(words: string): string {
  return words.replaceAll(/\s+/g, ' ').replaceAll(/[\\~^<>|{}%$#&_]/g, (sign) => escapes[sign] ?? `\\${sign}`);
}

/** The first that is not written like one that is taken; the last where all are. */
export function firstFree(names: readonly string[], taken: readonly string[]): string {
  return names.find((name) => !taken.some((other) => isWrittenAs(other, name))) ?? names[names.length - 1];
}
