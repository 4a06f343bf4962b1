const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/** The text of a piece of HTML as Mastodon writes it (paragraphs, breaks, links, spans), for people and for finding a code in it. */
export function textOfHtml(html: string): string {
  return unescaped(
    html
      .replaceAll(/<br\s*\/?>/giu, '\n')
      .replaceAll(/<\/p>\s*<p[^>]*>/giu, '\n\n')
      .replaceAll(/<[^>]*>/gu, ''),
  ).trim();
}

/** Web addresses that a piece of HTML links to. */
export function linksOfHtml(html: string): string[] {
  return [...html.matchAll(/<a\s[^>]*?href="([^"]*)"/giu)]
    .map(([, address]) => unescaped(address!))
    .filter((address) => URL.canParse(address) && /^https?:$/u.test(new URL(address).protocol));
}

function unescaped(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/giu, (all, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[String(name).toLowerCase()] ?? all;
    const point = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return point <= 0x10_ff_ff ? String.fromCodePoint(point) : all;
  });
}
