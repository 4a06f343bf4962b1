/** Where files of exports are read, below the server that answers GraphQL. */
const PATH = /\/exports\/([0-9A-Z]{26})\/(\d{1,6})\/?$/u;

/** The address of a file, with its number left open. */
export const exportPath = (id: string): string => `/exports/${id}/{file}`;

/** The export and the file a path is of; null for another path. Whatever comes before it (a stage of an API) does not matter. */
export function exportFileOf(path: string): { readonly id: string; readonly file: number } | null {
  const [, id, file] = PATH.exec(path) ?? [];
  return id === undefined || file === undefined ? null : { id, file: Number(file) };
}
