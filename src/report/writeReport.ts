/** Writes a report to disk, whole or not at all. */
import { writeAtomically } from '../files/index.ts';

/**
 * Writes to a temporary file in the folder of `path`, then renames it. Node only.
 * @throws FileError naming the path and the reason
 */
export async function writeReport(path: string, html: string): Promise<void> {
  await writeAtomically('writeReport', path, async (file) => {
    await file.writeFile(html, 'utf8');
  });
}
