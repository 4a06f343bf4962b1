import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { BlobStore } from './blob-store.ts';

const isAbsent = (error: unknown): boolean => (error as { code?: unknown }).code === 'ENOENT';

/** Blobs as files of a directory, which is made when the first is put. */
export function filesIn(directory: string): BlobStore {
  const pathOf = (name: string): string => join(directory, ...name.split('/'));
  return {
    place: directory,
    put: async (name, bytes) => {
      const path = pathOf(name);
      await mkdir(dirname(path), { recursive: true });
      // Under its name a file is there as a whole or not at all, also after a crash.
      const unfinished = `${path}.${randomUUID()}.tmp`;
      await writeFile(unfinished, bytes);
      await rename(unfinished, path);
    },
    get: async (name) => {
      try {
        return await readFile(pathOf(name));
      } catch (error) {
        if (isAbsent(error)) return null;
        throw error;
      }
    },
    list: async (prefix) => {
      // Only the folder the prefix lies in: a directory may hold other things.
      const folder = prefix.includes('/') ? pathOf(prefix.slice(0, prefix.lastIndexOf('/'))) : directory;
      try {
        const entries = await readdir(folder, { recursive: true, withFileTypes: true });
        return entries
          .filter((entry) => entry.isFile())
          .map(({ parentPath, name }) => relative(directory, join(parentPath, name)).split(sep).join('/'))
          .filter((name) => name.startsWith(prefix))
          .sort();
      } catch (error) {
        if (isAbsent(error)) return [];
        throw error;
      }
    },
    delete: async (name) => {
      await rm(pathOf(name), { force: true });
      // The folder goes with its last file; while others are in it, it stays.
      await rmdir(dirname(pathOf(name))).catch(() => undefined);
    },
  };
}
