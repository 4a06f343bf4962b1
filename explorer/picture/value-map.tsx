import { useMemo, useState } from 'preact/hooks';
import { shortMoney, type Currency } from '../app/money.ts';
import { language } from '../app/settings.ts';
import { t } from '../words/words.ts';
import { BANDS_A_DECADE, placeOf, roundAmounts } from './log-modulus.ts';
import { linear } from './scale.ts';
import { useWidth } from './width.ts';

/** The customers whose own and network value lie in one band each. */
export interface Tile {
  readonly x: number;
  readonly y: number;
  readonly customers: number;
  readonly ownMinor: bigint;
  readonly networkMinor: bigint;
}
/** A customer who is named. */
export interface Dot {
  readonly name: string;
  readonly ownMinor: number;
  readonly networkMinor: number;
}
/** Bands from and to, both included. */
export interface Area {
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
}
export const isIn = ({ x, y }: { readonly x: number; readonly y: number }, area: Area): boolean =>
  x >= area.x0 && x <= area.x1 && y >= area.y0 && y <= area.y1;

const MARGIN = { left: 62, right: 18, top: 26, bottom: 44 };
const HEIGHT = 520;
const LABEL_GAP = 15;

interface MapProps {
  readonly tiles: readonly Tile[];
  readonly dots: readonly Dot[];
  readonly currency: Currency;
  readonly area: Area | null;
  readonly title: string;
  readonly describe: (tile: Tile) => string;
  readonly onArea: (area: Area | null) => void;
}

/** Tiles on two log-modulus axes. An area is chosen by dragging, or with arrow keys, Enter and Shift. */
export function MapPicture({ tiles, dots, currency, area, title, describe, onArea }: MapProps) {
  const [frame, width] = useWidth();
  const [dragged, setDragged] = useState<Area | null>(null);
  const [cursor, setCursor] = useState<Tile | null>(null);
  const xs = tiles.map(({ x }) => x);
  const ys = tiles.map(({ y }) => y);
  const [left, right] = [Math.min(-BANDS_A_DECADE, ...xs) - 1, Math.max(BANDS_A_DECADE, ...xs) + 2];
  const [low, high] = [Math.min(-BANDS_A_DECADE, ...ys) - 4, Math.max(BANDS_A_DECADE, ...ys) + 2];
  const x = linear([left, right], [MARGIN.left, width - MARGIN.right]);
  const y = linear([low, high], [HEIGHT - MARGIN.bottom, MARGIN.top]);
  const [wide, tall] = [x(1) - x(0), y(0) - y(1)];
  const most = Math.max(1, ...tiles.map(({ customers }) => customers));
  /** How dark a tile is: by the logarithm, because most tiles hold one or two and a few hold a hundred. */
  const depth = (customers: number): number => 0.3 + 0.7 * (Math.log1p(customers - 1) / Math.log1p(most - 1 || 1));

  const bandsAt = (event: PointerEvent & { currentTarget: Element }): { x: number; y: number } => {
    const box = event.currentTarget.getBoundingClientRect();
    return {
      x: Math.floor(
        left + ((event.clientX - box.left - MARGIN.left) / (width - MARGIN.left - MARGIN.right)) * (right - left),
      ),
      y: Math.floor(
        high - ((event.clientY - box.top - MARGIN.top) / (HEIGHT - MARGIN.top - MARGIN.bottom)) * (high - low),
      ),
    };
  };
  const ends = (a: { x: number; y: number }, b: { x: number; y: number }): Area => ({
    x0: Math.min(a.x, b.x),
    x1: Math.max(a.x, b.x),
    y0: Math.min(a.y, b.y),
    y1: Math.max(a.y, b.y),
  });
  const [start, setStart] = useState<{ x: number; y: number } | null>(null);
  const marked = dragged ?? area;

  const onKey = (event: KeyboardEvent): void => {
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key] ?? [
      0, 0,
    ];
    if (event.key === 'Escape') onArea(null);
    else if (event.key === 'Enter' && cursor !== null) onArea(ends(cursor, cursor));
    else if (dx !== 0 || dy !== 0) {
      const next = cursor === null ? tiles.find((tile) => tile.customers === most) : nearest(tiles, cursor, dx!, dy!);
      if (next !== undefined) {
        setCursor(next);
        if (event.shiftKey) onArea(area === null ? ends(cursor ?? next, next) : grown(area, next));
      }
    } else return;
    event.preventDefault();
  };
  // Thousands of tiles, of which a move of the pointer changes none: what is marked is drawn over them.
  const drawn = useMemo(
    () =>
      tiles.map((tile) => (
        <rect
          class="tile"
          x={x(tile.x) + 0.5}
          y={y(tile.y + 1) + 0.5}
          width={Math.max(1, wide - 1)}
          height={Math.max(1, tall - 1)}
          rx={1.5}
          fill-opacity={depth(tile.customers)}
          data-minor={(tile.ownMinor + tile.networkMinor).toString()}
        >
          <title>{describe(tile)}</title>
        </rect>
      )),
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [tiles, width, language.value],
  );
  const labels = placed(dots.map((dot) => ({ ...dot, x: x(placeOf(dot.ownMinor)), y: y(placeOf(dot.networkMinor)) })));
  return (
    <div
      ref={frame}
      class="map"
      tabIndex={0}
      role="application"
      aria-label={`${title}. ${t('map.how')}`}
      onKeyDown={onKey}
      onBlur={() => setCursor(null)}
    >
      <svg
        width={width}
        height={HEIGHT}
        viewBox={`0 0 ${width} ${HEIGHT}`}
        aria-hidden="true"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          const at = bandsAt(event);
          setStart(at);
          setDragged(ends(at, at));
        }}
        onPointerMove={(event) => start !== null && setDragged(ends(start, bandsAt(event)))}
        onPointerUp={() => {
          if (dragged !== null) onArea(tiles.some((tile) => isIn(tile, dragged)) ? dragged : null);
          setStart(null);
          setDragged(null);
        }}
      >
        {roundAmounts(left, right).map((minor) => (
          <g>
            <line
              class={minor === 0 ? 'axis' : 'grid'}
              x1={x(placeOf(minor))}
              x2={x(placeOf(minor))}
              y1={MARGIN.top}
              y2={HEIGHT - MARGIN.bottom}
            />
            {isSpaced(minor, width) && (
              <text class="tick" x={x(placeOf(minor))} y={HEIGHT - MARGIN.bottom + 16} text-anchor="middle">
                {shortMoney(BigInt(minor), currency)}
              </text>
            )}
          </g>
        ))}
        {roundAmounts(low, high).map((minor) => (
          <g>
            <line
              class={minor === 0 ? 'axis' : 'grid'}
              x1={MARGIN.left}
              x2={width - MARGIN.right}
              y1={y(placeOf(minor))}
              y2={y(placeOf(minor))}
            />
            {Math.abs(minor) !== 100 && (
              <text class="tick" x={MARGIN.left - 8} y={y(placeOf(minor)) + 4} text-anchor="end">
                {shortMoney(BigInt(minor), currency)}
              </text>
            )}
          </g>
        ))}
        <text class="soft" x={width - MARGIN.right} y={HEIGHT - 8} text-anchor="end">
          {t('map.x')} →
        </text>
        <text class="soft" x={4} y={14}>
          ↑ {t('map.y')}
        </text>
        {drawn}
        {width > 560 &&
          (['attract', 'both', 'cost', 'earn'] as const).map((corner) => {
            const isRight = corner === 'both' || corner === 'earn';
            const isUpper = corner === 'both' || corner === 'attract';
            return (
              <text
                class="corner"
                x={isRight ? width - MARGIN.right - 8 : MARGIN.left + 8}
                y={isUpper ? MARGIN.top + 16 : HEIGHT - MARGIN.bottom - 10}
                text-anchor={isRight ? 'end' : 'start'}
              >
                {t(`map.quadrant.${corner}`)}
              </text>
            );
          })}
        {labels.map(({ name, x, y, labelY }) => (
          <g class="dot">
            <line x1={x - 4} y1={y} x2={x - 16} y2={labelY} />
            <circle cx={x} cy={y} r={4} />
            <text x={x - 19} y={labelY + 4} text-anchor="end">
              {name}
            </text>
          </g>
        ))}
      </svg>
      {/* A picture of its own: what is below it is not painted anew with every move. */}
      <svg class="over" width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} aria-hidden="true">
        {cursor !== null && (
          <rect
            class="cursor"
            x={x(cursor.x) + 0.5}
            y={y(cursor.y + 1) + 0.5}
            width={Math.max(1, wide - 1)}
            height={Math.max(1, tall - 1)}
            rx={1.5}
          />
        )}
        {marked !== null && (
          <rect
            class="brush"
            x={x(marked.x0)}
            y={y(marked.y1 + 1)}
            width={x(marked.x1 + 1) - x(marked.x0)}
            height={y(marked.y0) - y(marked.y1 + 1)}
            rx={3}
          />
        )}
      </svg>
      <p class="hidden" aria-live="polite">
        {cursor === null ? '' : describe(cursor)}
      </p>
    </div>
  );
}

/** On a narrow picture every other power of ten is named. */
const isSpaced = (minor: number, width: number): boolean => {
  const power = minor === 0 ? 0 : Math.round(Math.log10(Math.abs(minor)));
  if (minor === 0) return true;
  return width > 640 ? power > 2 : power > 3 && power % 2 === 0;
};

/** The tile nearest in a direction; going astray counts double. */
function nearest(tiles: readonly Tile[], from: Tile, dx: number, dy: number): Tile | undefined {
  const cost = ({ x, y }: Tile): number => {
    const [ahead, aside] = dx === 0 ? [(y - from.y) * dy, x - from.x] : [(x - from.x) * dx, y - from.y];
    return ahead <= 0 ? Number.POSITIVE_INFINITY : ahead + 2 * Math.abs(aside);
  };
  const [best] = [...tiles].sort((a, b) => cost(a) - cost(b));
  return best !== undefined && Number.isFinite(cost(best)) ? best : undefined;
}

const grown = (area: Area, { x, y }: Tile): Area => ({
  x0: Math.min(area.x0, x),
  x1: Math.max(area.x1, x),
  y0: Math.min(area.y0, y),
  y1: Math.max(area.y1, y),
});

/** Labels from top to bottom, none on top of another. */
function placed<At extends { readonly y: number }>(dots: readonly At[]): (At & { readonly labelY: number })[] {
  let last = Number.NEGATIVE_INFINITY;
  return [...dots]
    .sort((a, b) => a.y - b.y)
    .map((dot) => {
      last = Math.max(dot.y - 6, last + LABEL_GAP);
      return { ...dot, labelY: last };
    });
}
