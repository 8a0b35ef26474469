/** Runs the TypeScript compiler over a program given as text, beside this folder, and tells what it says. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const tsc = join(root, 'node_modules/typescript/bin/tsc');

export interface Compiled {
  /** What is wrong, with the place in the text, both counted from 1. */
  readonly errors: readonly { readonly line: number; readonly column: number; readonly message: string }[];
  /** Types as an editor shows them: the text of the declaration file. */
  readonly declarations: string;
  readonly instantiations: number;
  /** Memory used, in MB. */
  readonly memory: number;
}

/** What programs under test begin with: the operations as `o`, and arrays of any shape. */
export const preamble = `import * as o from 'ops'; import type { NdArray, Shape } from 'array'; declare const n: number, some: boolean, anything: any; declare function zeros<const S extends number[]>(...shape: S): NdArray<S>;`;

/** The sentence within "Argument of type '…' is not assignable to parameter of type '"sentence"'."; what is no such message as it is. */
export function sentenceIn(message: string): string {
  return JSON.parse(/parameter of type '(".*")'\.$/.exec(message)?.[1] ?? JSON.stringify(message)) as string;
}

/** Compiles one file, which may import from 'array' (src/array), 'ops' and 'nn'. Errors of other files are the gate's to find. */
export async function compile(text: string, options: Readonly<Record<string, unknown>> = {}): Promise<Compiled> {
  await mkdir(join(root, '.cache'), { recursive: true });
  const folder = await mkdtemp(join(root, '.cache/types-'));
  try {
    await writeFile(join(folder, 'program.ts'), text);
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({
      compilerOptions: {
        target: 'es2022', module: 'nodenext', lib: ['es2024', 'dom'], types: [], strict: true, skipLibCheck: true, allowImportingTsExtensions: true,
        rewriteRelativeImportExtensions: true, declaration: true, emitDeclarationOnly: true, noErrorTruncation: true, outDir: 'out', rootDir: root,
        paths: { array: [join(root, 'src/array/index.ts')], ops: [join(root, 'src/ops/index.ts')], nn: [join(root, 'src/nn/index.ts')] },
        ...options,
      },
      files: ['program.ts'],
    }));
    const output = await new Promise<string>((resolve) => {
      // no timeout: it would end the wrapper and leave the compiler running
      execFile(process.execPath, [tsc, '-p', folder, '--pretty', 'false', '--extendedDiagnostics', '--singleThreaded'], { cwd: folder, maxBuffer: 1 << 26 }, (_, stdout) => resolve(stdout));
    });
    if (!output.includes('Instantiations:')) throw new Error(`the compiler did not run: ${output}`);
    const figure = (name: string): number => Number(new RegExp(`^${name}:\\s*([\\d.]+)`, 'm').exec(output)?.[1] ?? Number.NaN);
    const path = join(folder.slice(root.length), 'program.d.ts');
    return {
      errors: [...output.matchAll(/^program\.ts\((\d+),(\d+)\): error TS\d+: (.*(?:\n +.*)*)/gm)].map((match) => ({ line: Number(match[1]), column: Number(match[2]), message: match[3] })),
      declarations: (await readFile(join(folder, 'out', path), 'utf8')).replaceAll(/import\("\w+"\)\./g, ''),
      instantiations: figure('Instantiations'),
      memory: figure('Memory used') / 1024,
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}
