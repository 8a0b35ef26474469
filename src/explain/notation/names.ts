/** Names of arrays as they are written: 'W1' is W₁, 'yHat' is ŷ, 'alpha' is α. Knows no formula. */

const greek: Readonly<Record<string, string>> = {
  alpha: 'α', beta: 'β', gamma: 'γ', delta: 'δ', epsilon: 'ε', eta: 'η', kappa: 'κ', theta: 'θ', lambda: 'λ', mu: 'μ', rho: 'ρ', sigma: 'σ', tau: 'τ', phi: 'φ', omega: 'ω',
};
/** The letters as LaTeX calls them, for names that are written with them. */
const commands = new Map(Object.entries(greek).map(([name, letter]) => [letter, name]));

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

function partsOf(name: string): Parts {
  const found = /^(.*?[^\d_])(Hat)?(?:_?(\d+)|_([a-z]))?$/u.exec(name);
  return { stem: found?.[1] ?? name, hat: found?.[2] !== undefined, index: found?.[3] ?? found?.[4] ?? '' };
}

export function nameInText(name: string): string {
  const inside = partsOfPartial(name);
  if (inside !== undefined) return `∂${nameInText(inside[0])}/∂${nameInText(inside[1])}`;
  const { stem, hat, index } = partsOf(name);
  return `${(greek[stem] ?? stem) + (hat ? '\u0302' : '')}${[...index].map((sign) => lowered[sign] ?? `_${sign}`).join('')}`.normalize('NFC');
}

export function nameInLatex(name: string): string {
  const inside = partsOfPartial(name);
  if (inside !== undefined) return `\\frac{\\partial ${nameInLatex(inside[0])}}{\\partial ${nameInLatex(inside[1])}}`;
  const { stem, hat, index } = partsOf(name);
  const command = stem in greek ? stem : commands.get(stem);
  const letter = command !== undefined ? `\\${command}` : /^\p{L}$/u.test(stem) && stem !== 'e' ? stem : `\\mathrm{${stem.replaceAll(/[^\p{L}\d ]/gu, '')}}`;
  return `${hat ? `\\hat{${letter}}` : letter}${index === '' ? '' : `_{${index}}`}`;
}
