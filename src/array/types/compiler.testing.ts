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

/** Compiles one file, which may import from 'array' (src/array) and 'ops' (the operations declared for tests). */
export async function compile(text: string, options: Readonly<Record<string, unknown>> = {}): Promise<Compiled> {
  await mkdir(join(root, '.cache'), { recursive: true });
  const folder = await mkdtemp(join(root, '.cache/types-'));
  try {
    await writeFile(join(folder, 'program.ts'), text);
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({
      compilerOptions: {
        target: 'es2022', module: 'nodenext', lib: ['es2022'], types: [], strict: true, skipLibCheck: true, allowImportingTsExtensions: true,
        rewriteRelativeImportExtensions: true, declaration: true, emitDeclarationOnly: true, noErrorTruncation: true, outDir: 'out', rootDir: root,
        paths: { array: [join(root, 'src/array/index.ts')], ops: [join(root, 'src/array/types/signatures.testing.ts')] },
        ...options,
      },
      files: ['program.ts'],
    }));
    const output = await new Promise<string>((resolve) => {
      // no timeout: it would end the wrapper and leave the compiler running
      execFile(process.execPath, [tsc, '-p', folder, '--pretty', 'false', '--extendedDiagnostics'], { cwd: folder, maxBuffer: 1 << 26 }, (_, stdout) => resolve(stdout));
    });
    const figure = (name: string): number => Number(new RegExp(`^${name}:\\s*([\\d.]+)`, 'm').exec(output)?.[1] ?? Number.NaN);
    const path = join(folder.slice(root.length), 'program.d.ts');
    return {
      errors: [...output.matchAll(/^(.*)\((\d+),(\d+)\): error (TS\d+: .*(?:\n +.*)*)/gm)].map((match) => ({
        line: Number(match[2]), column: Number(match[3]), message: match[1] === 'program.ts' ? match[4] : `${match[1]}: ${match[4]}`,
      })),
      declarations: await readFile(join(folder, 'out', path), 'utf8').catch(() => ''),
      instantiations: figure('Instantiations'),
      memory: figure('Memory used') / 1024,
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}
