import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { exampleQueries } from './examples.ts';

const require = createRequire(import.meta.url);

/** Everything the page needs, from the installed packages: it works without a network. */
const ASSETS: Readonly<Record<string, { readonly from: string; readonly file: string; readonly type: string }>> = {
  'react.js': { from: 'react', file: 'umd/react.production.min.js', type: 'text/javascript' },
  'react-dom.js': { from: 'react-dom', file: 'umd/react-dom.production.min.js', type: 'text/javascript' },
  'graphiql.js': { from: 'graphiql', file: 'graphiql.min.js', type: 'text/javascript' },
  'graphiql.css': { from: 'graphiql', file: 'graphiql.min.css', type: 'text/css' },
};

export interface Asset {
  readonly type: string;
  readonly content: Buffer;
}

/** A file of the page by its name under /graphiql/; null when there is none. */
export async function graphiqlAsset(name: string): Promise<Asset | null> {
  const asset = Object.hasOwn(ASSETS, name) ? ASSETS[name] : undefined;
  if (asset === undefined) return null;
  // By the folder of the package: its exports do not name these files.
  const path = join(dirname(require.resolve(`${asset.from}/package.json`)), asset.file);
  return { type: `${asset.type}; charset=utf-8`, content: await readFile(path) };
}

const START = `
const fetcher = async (operation, options) => {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json, application/json', ...(options && options.headers) },
    body: JSON.stringify(operation),
  });
  return response.json();
};
const tabs = JSON.parse(document.getElementById('examples').textContent);
ReactDOM.createRoot(document.getElementById('graphiql')).render(
  React.createElement(GraphiQL, { fetcher, defaultTabs: tabs, defaultEditorToolsVisibility: false, shouldPersistHeaders: false }),
);
`;

/** JSON inside a script element must not be able to end it. */
const inScript = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

/** The GraphiQL page, with an example in each tab. */
export const graphiqlPage = (currency: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Kring</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/graphiql/graphiql.css">
<style>html, body, #graphiql { height: 100%; margin: 0 }</style>
</head>
<body>
<div id="graphiql">Loading …</div>
<script id="examples" type="application/json">${inScript(exampleQueries(currency))}</script>
<script src="/graphiql/react.js"></script>
<script src="/graphiql/react-dom.js"></script>
<script src="/graphiql/graphiql.js"></script>
<script>${START}</script>
</body>
</html>
`;

/** Scripts and requests of the page stay on this server, whatever a package would like to load. */
export const GRAPHIQL_POLICY =
  "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:; worker-src 'self' blob:; connect-src 'self'";
