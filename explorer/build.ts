import { createHash } from 'node:crypto';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import type { BuildOptions, OutputFile } from 'esbuild';

/** A file of the page. */
export interface PageFile {
  readonly type: string;
  readonly content: Buffer;
}
/** The page: `index.html`, what it loads, under names that change with their contents, and the manifest of what it asks. */
export type Page = ReadonlyMap<string, PageFile>;

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  html: 'text/html; charset=utf-8',
  json: 'application/json; charset=utf-8',
};
/** What the page asks, hash → text, as `kring documents add` takes it. */
export const MANIFEST = 'documents.json';

/** The media type of a file of the page by the end of its name. */
export const typeOf = (name: string): string => TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream';

/**
 * What the page may load and whom it may ask: its own files, and with `connect` endpoints. No inline script, no inline style, nothing of others.
 *
 * @param connect origins besides its own that it may ask, as a Content-Security-Policy has them
 */
export const explorerPolicy = (connect = ''): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    // Pictures that are saved become one on the way.
    "img-src 'self' blob:",
    `connect-src 'self'${connect === '' ? '' : ` ${connect}`}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');

/** A page of static files may be pointed at any endpoint: over https, or on this machine. */
const ANY_ENDPOINT = 'https: http://127.0.0.1:* http://localhost:*';

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><circle cx="12" cy="12" r="9" fill="none" stroke="#8b8f9a" stroke-width="1.6"/><circle cx="12" cy="3.4" r="3" fill="#1a6b80"/><circle cx="19.6" cy="16.5" r="2.6" fill="#b2541a"/><circle cx="4.4" cy="16.5" r="2.6" fill="#6753a6"/></svg>\n`;

const html = (script: string, style: string, api: string | null): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${explorerPolicy(api === null ? ANY_ENDPOINT : new URL(api).origin)}">${
  api === null ? '' : `\n<meta name="kring-api" content="${new URL(api).href}">`
}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>Kring</title>
<link rel="icon" href="icon.svg">
<link rel="stylesheet" href="${style}">
<script type="module" src="${script}"></script>
</head>
<body>
<div id="app"></div>
</body>
</html>
`;

const OPTIONS = {
  entryPoints: [join(import.meta.dirname, 'app/main.tsx'), join(import.meta.dirname, 'style/page.css')],
  bundle: true,
  splitting: true,
  minify: true,
  format: 'esm',
  target: ['es2022'],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  outdir: 'page',
  write: false,
  legalComments: 'none',
  logLevel: 'silent',
} as const satisfies BuildOptions;

/** What a page finds around it, as far as its sources look when they are loaded. */
const AROUND = {
  location: { search: '', hash: '', href: 'http://127.0.0.1/' },
  navigator: { language: 'en' },
  document: { documentElement: { dataset: {} }, querySelector: () => null },
  addEventListener: () => {},
  URL,
  URLSearchParams,
};

/** Every question of the page: its sources are loaded, all but the one that draws, and asked what they would ask. */
async function documentsOf(build: typeof import('esbuild').build): Promise<string[]> {
  const sources = globSync('{app,figure,views}/*.{ts,tsx}', { cwd: import.meta.dirname, exclude: ['app/main.tsx'] });
  const { outputFiles } = await build({
    ...OPTIONS,
    entryPoints: [],
    stdin: {
      contents: [...sources.map((file) => `import './${file}';`), `export { documents } from './app/ask.ts';`].join(
        '\n',
      ),
      resolveDir: import.meta.dirname,
    },
    splitting: false,
    entryNames: 'documents',
    format: 'iife',
    globalName: 'page',
  });
  return runInContext(`${outputFiles[0]!.text}; [...page.documents].sort()`, createContext(AROUND)) as string[];
}

/**
 * Builds the page with esbuild, which is there where Kring is developed; the npm package carries the built files.
 *
 * @param api the one endpoint that it asks, wherever it lies; null: the server it came from, or what `?api=` names
 * @throws what esbuild says of a source it cannot read
 */
export async function buildExplorer(api: string | null = null): Promise<Page> {
  const { build } = await import('esbuild');
  const { outputFiles } = await build(OPTIONS);
  const files = outputFiles.map(
    (file: OutputFile) => [file.path.split(/[\\/]/).at(-1)!, Buffer.from(file.contents)] as const,
  );
  const named = (end: RegExp): string => files.find(([name]) => end.test(name))![0];
  const documents = (await documentsOf(build)).map((text) => [
    `sha256:${createHash('sha256').update(text).digest('hex')}`,
    text,
  ]);
  const all: (readonly [string, Buffer])[] = [
    ...files,
    [MANIFEST, Buffer.from(`${JSON.stringify({ version: 1, documents: Object.fromEntries(documents) }, null, 2)}\n`)],
    ['icon.svg', Buffer.from(ICON)],
    ['index.html', Buffer.from(html(named(/^main-\w+\.js$/), named(/^page-\w+\.css$/), api))],
  ];
  return new Map(all.map(([name, content]) => [name, { type: typeOf(name), content }]));
}
