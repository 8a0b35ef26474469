/** How wide text will be, and how to make it fit. An estimate on the generous side: no font is at hand when we draw. */

/** Width in pixels of `text` set in a system font of `size` pixels. */
export function textWidth(text: string, size: number): number {
  let ems = 0;
  for (const letter of text) ems += widthOf(letter);
  return ems * size;
}

/** The text, or as much of its beginning and end as fits into `width` pixels, with … between. */
export function shorten(text: string, width: number, size: number): string {
  if (textWidth(text, size) <= width) return text;
  const letters = [...text];
  for (let kept = letters.length - 1; kept > 1; kept--) {
    const head = Math.ceil(kept * 0.6);
    const short = `${letters.slice(0, head).join('').trimEnd()}…${letters.slice(letters.length - (kept - head)).join('').trimStart()}`;
    if (textWidth(short, size) <= width) return short;
  }
  return '…';
}

/** The text broken between words into lines of at most `width` pixels; a word too long for a line is shortened. */
export function wrap(text: string, width: number, size: number): string[] {
  const lines: string[] = [];
  let line = '';
  // '5 %' and '2 × 10⁹' stay together
  for (const word of text.replaceAll(/ (?=%)|(?<=\d) (?=× 10[⁻⁰¹²³⁴-⁹])|(?<=\d ×) (?=10[⁻⁰¹²³⁴-⁹])/g, '\u00a0').split(/[^\S\u00a0]+/).filter((part) => part !== '')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (textWidth(longer, size) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = shorten(word, width, size);
  }
  return (line === '' ? lines : [...lines, line]).map((words) => words.replaceAll('\u00a0', ' '));
}

/** ₁₂ for 12. */
export function subscript(number: number): string {
  return [...String(number)].map((digit) => String.fromCodePoint(0x2080 + Number(digit))).join('');
}

function widthOf(letter: string): number {
  if (letter > '\u2e7f') return 1.02;
  if (/[ijlI.,:;'|!()[\]{}\u2009\u202f]/.test(letter)) return 0.33;
  if (/[mwMW@%—…×]/.test(letter)) return 0.92;
  if (/[A-Z&=<>+−→]/.test(letter)) return 0.7;
  if (/[ frt/-]/.test(letter)) return 0.42;
  return 0.62;
}
