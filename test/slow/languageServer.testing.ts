/** Speaks the language server protocol with the compiler: JSON, each message after its length. Knows no program. */
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { root } from './package.testing.ts';

export class LanguageServer {
  readonly #child: ChildProcess = spawn(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '--lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] });
  readonly #waiting = new Map<number, (answer: { result?: unknown; error?: { message: string } }) => void>();
  #received = Buffer.alloc(0);
  #asked = 0;

  constructor() {
    this.#child.stdout!.on('data', (bytes: Buffer) => {
      this.#received = Buffer.concat([this.#received, bytes]);
      for (let message = this.#next(); message !== undefined; message = this.#next()) this.#read(message);
    });
  }

  async ask(method: string, params: object): Promise<unknown> {
    const id = ++this.#asked;
    const answer = new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result, error }) => (error === undefined ? resolve(result) : reject(new Error(error.message))));
    });
    this.#send({ id, method, params });
    return answer;
  }

  tell(method: string, params: object): void {
    this.#send({ method, params });
  }

  end(): void {
    this.#child.stdin!.end();
    this.#child.kill();
  }

  #send(message: object): void {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.#child.stdin!.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  #next(): { id?: number; method?: string; result?: unknown } | undefined {
    const start = this.#received.indexOf('\r\n\r\n') + 4;
    const length = Number(/Content-Length: (\d+)/i.exec(this.#received.toString('latin1', 0, start))?.[1] ?? NaN);
    if (start < 4 || !(this.#received.length >= start + length)) return undefined;
    const text = this.#received.toString('utf8', start, start + length);
    this.#received = this.#received.subarray(start + length);
    return JSON.parse(text) as { id?: number };
  }

  /** An answer goes to who asked; what the server asks (to be told of files that change, say) is granted. */
  #read(message: { id?: number; method?: string; result?: unknown }): void {
    if (message.method !== undefined) {
      if (message.id !== undefined) this.#send({ id: message.id, result: null });
      return;
    }
    this.#waiting.get(message.id!)?.(message);
    this.#waiting.delete(message.id!);
  }
}
