/** JSON from an untrusted file: bounded in depth, no key twice. Knows nothing of what the JSON means. */
import { ModelFormatError, type Json } from '../estimator/index.ts';

const deepest = 64;

/**
 * `JSON.parse` for text that may be hostile: linear in time, without recursion over what the file nests.
 * @param what  names the text in messages: 'its header'
 * @throws ModelFormatError for text that is not JSON, nests deeper than 64 levels or has a key twice in an object
 */
export function parseStrictJson(text: string, what: string): Json {
  checkNesting(text, what);
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw notJson(what, error);
  }
}

/** One pass over the tokens that matter: brackets, strings and the colon that makes a string a key. */
function checkNesting(text: string, what: string): void {
  const open: (Set<string> | undefined)[] = []; // the keys of each open object, undefined for an array
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '{' || character === '[') {
      open.push(character === '{' ? new Set() : undefined);
      if (open.length > deepest) throw new ModelFormatError(`load: ${what} must nest at most ${deepest} levels deep; at character ${i} it is deeper`);
    } else if (character === '}' || character === ']') {
      open.pop();
    } else if (character === '"') {
      const end = endOfString(text, i);
      const keys = open.at(-1);
      if (keys !== undefined && isKey(text, end)) {
        const key = text.slice(i, end);
        const name = key.includes('\\') ? unescape(key, what) : key.slice(1, -1);
        if (keys.has(name)) throw new ModelFormatError(`load: ${what} must name everything once; ${JSON.stringify(name.slice(0, 40))} is there twice`);
        keys.add(name);
      }
      i = end - 1;
    }
  }
}

/** The index after the closing quote; the end of the text when there is none, which the parser then refuses. */
function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '"') return i + 1;
  }
  return text.length;
}

function isKey(text: string, from: number): boolean {
  let i = from;
  while (text[i] === ' ' || text[i] === '\n' || text[i] === '\t' || text[i] === '\r') i++;
  return text[i] === ':';
}

/** Two spellings of one key, "a" and "\u0061", are the same key. */
function unescape(key: string, what: string): string {
  try {
    return JSON.parse(key) as string;
  } catch (error) {
    throw notJson(what, error);
  }
}

/** The parser quotes what it met, line breaks and all; the message stays one line. */
function notJson(what: string, error: unknown): ModelFormatError {
  return new ModelFormatError(`load: ${what} must be JSON; ${(error as Error).message.replaceAll(/\s+/g, ' ')}`);
}
