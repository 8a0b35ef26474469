/** Makes node_modules what the lock file says. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './process.mjs';

const lockFile = join(root, 'package-lock.json');
const stamp = join(root, 'node_modules/.glissade-installed');

/** True when the last complete install was of this lock file, on this system. */
export function isInstalled() {
  if (existsSync(stamp)) return readFileSync(stamp, 'utf8') === wanted();
  if (!installedByHand()) return false;
  writeFileSync(stamp, wanted());
  return true;
}

/** The exit status. npm's own reports go to standard error. An install cut short leaves no valid stamp. */
export async function install() {
  if (existsSync(stamp)) writeFileSync(stamp, 'installing\n');
  const status = await run(
    // whatever the user's npm leaves out by default, the build needs
    ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'],
    { program: 'npm', stdio: ['inherit', 2, 2], shell: process.platform === 'win32' },
  );
  if (status === 0) writeFileSync(stamp, wanted());
  return status;
}

function wanted() {
  // some packages are native: a folder carried to another system must be installed anew
  return `${createHash('sha256').update(readFileSync(lockFile)).digest('hex')} ${process.platform} ${process.arch}\n`;
}

/** True when npm itself, called by hand, has installed all that the lock file names: npm notes what it did when it is done. */
function installedByHand() {
  const noted = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(noted)) return false;
  try {
    const { packages } = JSON.parse(readFileSync(noted, 'utf8'));
    return Object.entries(JSON.parse(readFileSync(lockFile, 'utf8')).packages)
      .every(([path, { version, optional }]) => path === '' || packages[path]?.version === version || (optional === true && packages[path] === undefined));
  } catch {
    return false;
  }
}
