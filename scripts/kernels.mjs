/**
 * Compiles src/kernels/assembly (AssemblyScript) into src/kernels/generated.ts and bundles src/runtime/worker.ts into
 * src/runtime/generated.ts. Both results are committed, so that tests, editors and builds need no step before them;
 * a test compares them with their sources.   node scripts/kernels.mjs [--text FILE.wat]
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import esbuild from 'esbuild';
import { encodeBytes } from './byteText.mjs';
import { root } from './process.mjs';

const assembly = join(root, 'src/kernels/assembly');
const flags = [
  '-O3', '--noAssert', '--converge', '--runtime', 'stub', '--enable', 'simd', '--enable', 'threads',
  '--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536', '--memoryBase', '1024',
  // vectors between functions of the module; none is exported
  '--disableWarning', '112',
];

/** Changes when a kernel, the compiler or its flags change. */
export function kernelSources() {
  const hash = createHash('sha256').update(JSON.stringify(flags));
  hash.update(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).devDependencies.assemblyscript);
  for (const file of readdirSync(assembly).filter((name) => name.endsWith('.ts')).sort()) {
    hash.update(`\n${file}\n`).update(readFileSync(join(assembly, file)));
  }
  return hash.digest('hex');
}

/** The kernels as the bytes of a module. Throws with what the compiler says. */
export async function compileKernels(textFile) {
  const { default: asc } = await import('assemblyscript/asc');
  mkdirSync(join(root, '.cache'), { recursive: true });
  const out = `.cache/kernels-${process.pid}.wasm`;
  const text = textFile === undefined ? [] : ['--textFile', textFile];
  try {
    const { error, stderr } = await asc.main(['src/kernels/assembly/index.ts', '--baseDir', root, '--outFile', out, ...flags, ...text]);
    if (error) throw new Error(`the kernels do not compile: ${error.message}\n${stderr.toString()}`);
    return readFileSync(join(root, out));
  } finally {
    rmSync(join(root, out), { force: true });
  }
}

/** The worker of the thread pool as one script. */
export async function bundleWorker() {
  const { outputFiles } = await esbuild.build({
    entryPoints: [join(root, 'src/runtime/worker.ts')], bundle: true, format: 'iife', minify: true, target: 'es2022', write: false,
  });
  return outputFiles[0].text.trim();
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const text = process.argv.indexOf('--text');
  const wasm = await compileKernels(text < 0 ? undefined : process.argv[text + 1]);
  const { text: bytes, letters, common } = encodeBytes(wasm);
  writeFileSync(join(root, 'src/kernels/generated.ts'), `/** The compiled kernels. Made by scripts/kernels.mjs; do not edit. */
import type { ByteText } from './byteText.ts';

/** Names the sources this was made from. */
export const kernelSources: string = '${kernelSources()}';

/** The module, ${wasm.length} bytes. */
export const kernelText: ByteText = {
  letters: '${letters}',
  common: '${common}',
  text: '${bytes}',
};
`);
  writeFileSync(join(root, 'src/runtime/generated.ts'), `/** The worker of the thread pool as one script. Made by scripts/kernels.mjs from worker.ts; do not edit. */
export const workerSource: string = ${JSON.stringify(await bundleWorker())};
`);
  process.stdout.write(`kernels: ${wasm.length} bytes\n`);
}
