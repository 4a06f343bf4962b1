import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { VisibleError } from '../../domain/errors.ts';
import { whyNot } from '../../intake/csv/files.ts';

/**
 * Makes the data directory if need be, and does `work` in it.
 *
 * @throws VisibleError DATA_DIRECTORY when the directory or a file in it cannot be made, read or written
 * @example inDataDirectory('.kring', () => readdirSync('.kring'))
 */
export function inDataDirectory<T>(data: string, work: () => T): T {
  try {
    mkdirSync(data, { recursive: true, mode: 0o700 });
    return work();
  } catch (error) {
    if (error instanceof VisibleError || typeof (error as NodeJS.ErrnoException).code !== 'string') throw error;
    throw new VisibleError(
      'DATA_DIRECTORY',
      `The data directory ${data} cannot be used: ${whyNot(error)}. Choose another one with --data DIR.`,
      { cause: error },
    );
  }
}

/** What `kring open` notes in the directory of a company: what is there is the company's own, whatever it looks like. */
export const companyNoteOf = (data: string): string => join(data, 'company.json');
/** Whether a directory holds a company's data of `kring open`. */
export const isCompany = (data: string): boolean => existsSync(companyNoteOf(data));

/**
 * Where runs over the embedded database keep their notes (store/blobs).
 * @example blobsPathOf('.kring') // '.kring/blobs'
 */
export const blobsPathOf = (data: string): string => join(data, 'blobs');
