/** Where a path leads in the end. Knows no format. Node only. */
import { nodeFiles } from './node.ts';

/**
 * The file by whatever name it is asked for: links followed, and whether it is there or not.
 * @param caller  the public function's name, for messages
 */
export async function placeOf(caller: string, path: string): Promise<string> {
  const { realpath } = nodeFiles(caller);
  const { basename, dirname, join, resolve } = process.getBuiltinModule('node:path');
  const whole = resolve(path);
  return realpath(whole).catch(async () => join(await realpath(dirname(whole)).catch(() => dirname(whole)), basename(whole)));
}
