import { createHash } from 'node:crypto';

/** Markup that is safe to send: made by {@link html} alone. */
export interface Html {
  readonly markup: string;
}

type Part = Html | string | number | null | readonly Part[];

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replaceAll(/[&<>"']/gu, (character) => ESCAPES[character]!);

const markupOf = (part: Part): string =>
  part === null
    ? ''
    : typeof part === 'string' || typeof part === 'number'
      ? escaped(String(part))
      : 'markup' in part
        ? part.markup
        : part.map(markupOf).join('');

/** Markup from a template; whatever is put into it is escaped, unless it is such markup itself. */
export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  markup: texts.reduce((all, text, index) => all + markupOf(parts[index - 1] ?? null) + text),
});

/** An address that may stand in a link: one of the web; anything else could be code. */
export const webAddress = (url: string): string | null =>
  URL.canParse(url) && /^https?:$/u.test(new URL(url).protocol) ? url : null;

/** Contrast at least 7:1; targets at least 44 pixels high; follows the reader's colours and font size. */
const STYLE = `:root{color-scheme:light dark}
body{margin:0;background:Canvas;color:CanvasText;font:1.0625rem/1.55 system-ui,sans-serif}
main{max-width:38rem;margin:0 auto;padding:1.5rem 1.25rem 4rem}
h1{font-size:1.6rem;line-height:1.2}h2{font-size:1.2rem;margin-top:2rem}
fieldset{border:1px solid;border-radius:.5rem;margin:1rem 0;padding:.75rem 1rem}legend{font-weight:600;padding:0 .35rem}
label{display:block;font-weight:600}fieldset label{padding:.55rem 0}
input[type=text],select{box-sizing:border-box;width:100%;min-height:2.75rem;padding:.4rem .6rem;font:inherit}
input[type=checkbox],input[type=radio]{width:1.25rem;height:1.25rem;margin:0 .5rem 0 0;vertical-align:-.2rem}
button,.button{display:inline-block;min-height:2.75rem;padding:.4rem 1.1rem;border:2px solid;border-radius:.5rem;background:ButtonFace;color:ButtonText;font:inherit;font-weight:600;cursor:pointer}
.hint{margin:.15rem 0 .5rem;font-weight:400}.message{border:2px solid;border-left-width:.5rem;border-radius:.5rem;padding:.75rem 1rem}
code{display:block;padding:.75rem 1rem;border:1px dashed;border-radius:.5rem;font-size:1.15rem;overflow-wrap:anywhere;user-select:all}
ul,ol{padding-left:1.4rem}li{margin:.4rem 0}:focus-visible{outline:3px solid Highlight;outline-offset:2px}`;

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64');

/** Nothing is loaded, run, framed or sent anywhere but here; the one style sheet is named by its hash. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${hashOf(STYLE)}'`,
  'img-src data:',
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

export interface PageAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Of every answer: kept by nobody, framed by nobody, and no address of ours told to anybody. */
export const SAFE_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': POLICY,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-robots-tag': 'noindex, nofollow',
};

/** A whole page. @param refreshTo goes on there by itself */
export function document(
  title: string,
  content: Html,
  options: { readonly status?: number; readonly refreshTo?: string; readonly headers?: Record<string, string> } = {},
): PageAnswer {
  const refresh =
    options.refreshTo === undefined ? null : html`<meta http-equiv="refresh" content="0; url=${options.refreshTo}" />`;
  const { markup } = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        ${refresh}
        <title>${title}</title>
        <link rel="icon" href="data:," />
        ${{ markup: `<style>${STYLE}</style>` }}
      </head>
      <body>
        <main>${content}</main>
      </body>
    </html> `;
  return {
    status: options.status ?? 200,
    headers: { 'content-type': 'text/html; charset=utf-8', ...SAFE_HEADERS, ...options.headers },
    body: markup,
  };
}

/** Sends the browser on with a GET, so that reloading repeats nothing. `to` is relative to the page. */
export const seeOther = (to: string, headers: Record<string, string> = {}): PageAnswer => ({
  status: 303,
  headers: { location: to, ...SAFE_HEADERS, ...headers },
  body: '',
});
