/** Whatever bytes a file has, load gives a sound model or a ModelFormatError: never another error, never long. */
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { ModelFormatError, type Persistent } from '../estimator/index.ts';
import { crafted, opened } from '../safetensors/crafted.testing.ts';
import { everyKind } from './everyKind.testing.ts';
import { load, modelKinds, toBytes, type ModelKind } from './index.ts';

const files = new Map<ModelKind, Uint8Array>();
beforeAll(async () => {
  const specimens = await everyKind();
  for (const kind of modelKinds) files.set(kind, toBytes(specimens[kind].model));
});

const longest = 1000; // milliseconds: a busy machine may take a while, an allocation or a loop of the file's choice takes longer

/** Loads the bytes; tells whether a model came out. */
async function survive(bytes: Uint8Array, kind: ModelKind): Promise<boolean> {
  const start = performance.now();
  // to be kept again, a model must be sound: finite, its parts in place
  const failure = await load(bytes, { kind }).then((model) => void toBytes(model as Persistent), (error: unknown) => error);
  expect(performance.now() - start).toBeLessThan(longest);
  expect(failure === undefined || isCareful(failure), String(failure)).toBe(true);
  return failure === undefined;
}

/** A reader that was surprised rather than careful leaves its own error as the cause. */
function isCareful(failure: unknown): boolean {
  return failure instanceof ModelFormatError && failure.cause === undefined && /^load: [^\n]{10,600}$/.test(failure.message);
}

const kinds = fc.constantFrom(...modelKinds);

test.each(modelKinds)('a %s cut short anywhere is refused', async (kind) => {
  const bytes = files.get(kind)!;
  for (let length = 0; length < bytes.length; length++) expect(await survive(bytes.subarray(0, length), kind)).toBe(false);
  expect(await survive(bytes, kind)).toBe(true);
});

test('random bytes are refused, also behind a true header length', async () => {
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), kinds, fc.boolean(), async (bytes, kind, measured) => {
    if (measured && bytes.length >= 8) new DataView(bytes.buffer).setBigUint64(0, BigInt(Math.floor((bytes.length - 8) / 2)), true);
    expect(await survive(bytes, kind)).toBe(false);
  }), { numRuns: 2000 });
});

test('flipped bits are survived', async () => {
  let loaded = 0;
  await fc.assert(fc.asyncProperty(kinds, fc.array(fc.tuple(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.nat(7)), { minLength: 1, maxLength: 3 }), async (kind, flips) => {
    const bytes = files.get(kind)!.slice();
    for (const [place, bit] of flips) bytes[Math.floor(place * bytes.length)] ^= 1 << bit;
    if (await survive(bytes, kind)) loaded++;
  }), { numRuns: 4000 });
  expect(loaded).toBeGreaterThan(0);
});

test('bytes replaced, doubled or left out are survived', async () => {
  await fc.assert(fc.asyncProperty(kinds, fc.nat(), fc.nat(40), fc.uint8Array({ maxLength: 20 }), async (kind, at, removed, inserted) => {
    const bytes = files.get(kind)!;
    const start = at % bytes.length;
    await survive(Uint8Array.from([...bytes.subarray(0, start), ...inserted, ...bytes.subarray(start + removed)]), kind);
  }), { numRuns: 2000 });
});

const lies: readonly unknown[] = [
  null, true, false, -1, 0, 0.5, 1, 3, 1e9, 2 ** 31, 2 ** 32, 2 ** 53, 1e300, '', 'x', '__proto__', 'F64', 'F32', 'I32', 'table', 'pipeline', 'ridge',
  [], [0], [-1], [1e9, 1e9], {}, [[[[]]]], [null], { ['__proto__']: { polluted: true } },
];

test.each(modelKinds)('a %s that lies in any one field of its header is survived', async (kind) => {
  const { header, data } = opened(files.get(kind)!);
  const metadata = (header as { __metadata__: { glissade: string } })['__metadata__'];
  const said = JSON.parse(metadata.glissade) as object;
  for (const lie of lies) {
    for (const changed of withEachField(header, lie)) await survive(crafted(changed, data), kind);
    for (const changed of withEachField(said, lie)) {
      await survive(crafted({ ...header, __metadata__: { glissade: JSON.stringify(changed) } }, data), kind);
    }
  }
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

/** Copies of a JSON value, each with one inner value replaced by the lie; and each with one left out. */
function* withEachField(value: unknown, lie: unknown): Generator<unknown> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    const others = Object.entries(value).filter(([other]) => other !== key);
    if (Array.isArray(value)) {
      yield value.with(Number(key), lie);
      if (lie === null) yield value.toSpliced(Number(key), 1);
      for (const changed of withEachField(inner, lie)) yield value.with(Number(key), changed);
    } else {
      yield Object.fromEntries([...others, [key, lie]]);
      if (lie === null) yield Object.fromEntries(others);
      for (const changed of withEachField(inner, lie)) yield Object.fromEntries([...others, [key, changed]]);
    }
  }
}
