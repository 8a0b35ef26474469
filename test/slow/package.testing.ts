/** The package as npm would publish it, and projects that install it. */
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const execute = promisify(execFile);
export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Packed {
  readonly tarball: string;
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

/** Packs what is built in dist/ into the folder. */
export async function pack(folder: string): Promise<Packed> {
  const { stdout } = await execute('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], { cwd: root });
  const [{ filename, size, files }] = JSON.parse(stdout) as [{ filename: string; size: number; files: { path: string }[] }];
  return { tarball: join(folder, filename), size, files };
}

/** Makes the folder a project with these packages. */
export async function install(project: string, ...packages: readonly string[]): Promise<void> {
  await mkdir(project, { recursive: true });
  await writeFile(join(project, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
  await execute('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...packages], { cwd: project });
}
