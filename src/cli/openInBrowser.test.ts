import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { openInBrowser } from './openInBrowser.ts';

const folder = mkdtempSync(join(tmpdir(), 'glissade-open-'));
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

test.skipIf(process.platform === 'win32')('the page is given to what opens pages, as an address; where there is nothing, that is said', async () => {
  for (const name of ['xdg-open', 'open']) {
    writeFileSync(join(folder, name), `#!/bin/sh\necho "$1" > ${join(folder, 'opened')}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  vi.stubEnv('PATH', folder);
  await openInBrowser('/pages/a page.html');
  await vi.waitFor(() => expect(readFileSync(join(folder, 'opened'), 'utf8')).toBe('file:///pages/a%20page.html\n'));
  vi.stubEnv('PATH', '/nowhere');
  await expect(openInBrowser('a.html')).rejects.toThrow('--open: no browser could be started (ENOENT); open a.html yourself');
});
