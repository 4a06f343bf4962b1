import { writeFile } from 'node:fs/promises';
import { VisibleError } from '../domain/errors.ts';
import { whyNot } from '../intake/csv/files.ts';

/** What names customers is for whoever asked for it. */
const OWN = 0o600;

/**
 * Writes a file that an option names.
 *
 * @param mode who may read it: its owner alone, unless nothing in it is anybody's
 * @throws VisibleError OUTPUT_NOT_WRITABLE
 */
export async function writeOutput(path: string, text: string, mode: number = OWN): Promise<void> {
  try {
    await writeFile(path, text, { mode });
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such directory' : whyNot(error);
    throw new VisibleError('OUTPUT_NOT_WRITABLE', `Cannot write ${path}: ${why}. Choose another place.`, {
      cause: error,
    });
  }
}
