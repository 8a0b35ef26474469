/** Shows a file in the browser that the system opens pages with. */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** @throws Error naming the file, where nothing can open it */
export function openInBrowser(path: string): Promise<void> {
  const url = pathToFileURL(resolve(path)).href;
  const [command, ...args] = process.platform === 'darwin' ? ['open', url] : process.platform === 'win32' ? ['rundll32', 'url.dll,FileProtocolHandler', url] : ['xdg-open', url];
  return new Promise((done, fail) => {
    const child = spawn(command, args, { stdio: 'ignore', detached: true });
    child.on('error', (error: NodeJS.ErrnoException) => { fail(new Error(`--open: no browser could be started (${error.code ?? error.message}); open ${path} yourself`)); });
    child.on('spawn', () => {
      child.unref();
      done();
    });
  });
}
