/** What the look of a mark is made of: outside the page there is no stylesheet. */
const LOOK = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-opacity',
  'stroke-linejoin',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'dominant-baseline',
  'display',
] as const;
const NAMESPACE = 'http://www.w3.org/2000/svg';
const SHARPNESS = 2;

function give(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** The picture as a document of its own, with the colours it has on the page. */
export function svgOf(drawn: SVGSVGElement): string {
  const copy = drawn.cloneNode(true) as SVGSVGElement;
  const [from, to] = [drawn.querySelectorAll('*'), copy.querySelectorAll('*')];
  for (const [at, mark] of from.entries()) {
    const style = getComputedStyle(mark);
    for (const name of LOOK) to[at]!.setAttribute(name, style.getPropertyValue(name));
    to[at]!.removeAttribute('class');
  }
  for (const hidden of copy.querySelectorAll('[data-unsaved]')) hidden.remove();
  const { width, height } = drawn.getBoundingClientRect();
  copy.setAttribute('xmlns', NAMESPACE);
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  const ground = document.createElementNS(NAMESPACE, 'rect');
  ground.setAttribute('width', '100%');
  ground.setAttribute('height', '100%');
  ground.setAttribute('fill', getComputedStyle(document.documentElement).getPropertyValue('--surface').trim());
  copy.prepend(ground);
  return new XMLSerializer().serializeToString(copy);
}

export const saveCsv = (text: string, name: string): void =>
  // With a byte order mark, or Excel takes it for another character set.
  give(new Blob(['\u{FEFF}', text], { type: 'text/csv;charset=utf-8' }), `${name}.csv`);

export const saveSvg = (drawn: SVGSVGElement, name: string): void =>
  give(new Blob([svgOf(drawn)], { type: 'image/svg+xml' }), `${name}.svg`);

export async function savePng(drawn: SVGSVGElement, name: string): Promise<void> {
  const { width, height } = drawn.getBoundingClientRect();
  const address = URL.createObjectURL(new Blob([svgOf(drawn)], { type: 'image/svg+xml' }));
  const image = new Image();
  image.src = address;
  await image.decode();
  URL.revokeObjectURL(address);
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(width * SHARPNESS);
  canvas.height = Math.ceil(height * SHARPNESS);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const content = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (content !== null) give(content, `${name}.png`);
}
