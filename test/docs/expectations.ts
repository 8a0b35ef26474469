/** What the comments of an example promise, and the same example made to report what it did. */

export interface Expectation {
  readonly line: number;
  readonly text: string;
}

/**
 * `console.log(x); // 3` promises what is printed; `x; // 3` promises the value, when the comment looks like one.
 * The code that comes back calls showing(line, …values) in these places.
 */
export function instrument(code: string): { readonly code: string; readonly expectations: readonly Expectation[] } {
  const expectations: Expectation[] = [];
  const lines = code.split('\n').map((text, line) => {
    const printed = /^(.*?)\bconsole\.log\((.*)\);?\s*\/\/\s*(.*?)\s*$/.exec(text);
    if (printed) {
      expectations.push({ line, text: printed[3] });
      return `${printed[1]}showing(${line}, ${printed[2]});`;
    }
    const value = /^(?!\s*(?:const|let|import|export|if|for|await save)\b)(.*?[^\s;]);?\s*\/\/\s*(.*?)\s*$/.exec(text);
    const inLine = /^(\s*const [^;]*;\s*)(\w[\w.]*(?:\[\d+\])?);?\s*\/\/\s*(.*?)\s*$/.exec(text);
    if (inLine && looksLikeValue(inLine[3])) {
      expectations.push({ line, text: inLine[3] });
      return `${inLine[1]}showing(${line}, ${inLine[2]});`;
    }
    if (value && looksLikeValue(value[2])) {
      expectations.push({ line, text: value[2] });
      return `showing(${line}, ${value[1]});`;
    }
    return text;
  });
  return { code: lines.join('\n'), expectations };
}

/** Spaces, the length in 'Float64Array(2)' and the kind of quotes do not matter; '…' stands for anything. */
export function agrees(seen: string, expected: string): boolean {
  const bare = (text: string): string => text.replaceAll(/(\w+Array)\(\d+\)/g, '$1').replaceAll('"', "'").replaceAll(/\s+/g, ' ').replaceAll(/ ?([[\]{},:]) ?/g, '$1').trim();
  const [wanted, found] = [bare(expected), bare(seen)];
  const pieces = wanted.split('…');
  if (pieces.length === 1) return wanted === found || `'${found}'` === wanted;
  return found.startsWith(pieces[0]) && found.endsWith(pieces.at(-1)!) && pieces.every((piece) => found.includes(piece));
}

function looksLikeValue(comment: string): boolean {
  return /^(-?\d|\[|\{|'|"|true\b|false\b|undefined\b|\w+Array\b)/.test(comment);
}
