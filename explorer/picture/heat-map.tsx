import { useWidth } from './width.ts';

interface HeatCell {
  /** How much, from 0; the largest of all is the strongest colour. */
  readonly depth: number;
  readonly text: string;
  readonly hint: string;
  readonly isHatched: boolean;
  /** Framed: something was reached here. */
  readonly isMarked?: boolean;
  /** The amount it stands for in the sum. */
  readonly minor: bigint;
}
export interface HeatRow {
  readonly name: string;
  readonly note: string;
  readonly cells: readonly HeatCell[];
}

const NAMES = 124;
const HEAD = 24;
const READABLE = 38;

/** Rows of cells, each as strong as it is much. Numbers are written where they have room. */
export function HeatMap({ title, rows, corner }: { title: string; rows: readonly HeatRow[]; corner: string }) {
  const [frame, width] = useWidth();
  const columns = Math.max(1, ...rows.map(({ cells }) => cells.length));
  const wide = Math.min(96, (width - NAMES) / columns);
  const tall = rows.length > 24 ? 14 : 30;
  const isReadable = wide >= READABLE && tall > 20;
  const most = Math.max(...rows.flatMap(({ cells }) => cells.map(({ depth }) => depth)), 1e-9);
  const height = HEAD + rows.length * tall + 4;
  const isNamed = (at: number): boolean => tall > 20 || at % 3 === 0;
  return (
    <div ref={frame}>
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={title}>
        <defs>
          <pattern id="unfinished" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <line class="unfinished" x1="0" y1="0" x2="0" y2="7" />
          </pattern>
        </defs>
        <text class="soft" x={0} y={14}>
          {corner}
        </text>
        {Array.from({ length: columns }, (_, at) =>
          wide > 22 || at % 6 === 0 ? (
            <text class="tick" x={NAMES + at * wide + wide / 2} y={14} text-anchor="middle">
              {at === 0 ? '0' : `+${at}`}
            </text>
          ) : null,
        )}
        {rows.map(({ name, note, cells }, row) => {
          const top = HEAD + row * tall;
          return (
            <g>
              {isNamed(row) && (
                <>
                  <text x={0} y={top + tall / 2 + 4}>
                    {name}
                  </text>
                  <text class="soft" x={NAMES - 12} y={top + tall / 2 + 4} text-anchor="end">
                    {note}
                  </text>
                </>
              )}
              {cells.map(({ depth, text, hint, isHatched, isMarked, minor }, at) => {
                const left = NAMES + at * wide;
                const strong = depth / most;
                return (
                  <g>
                    <rect
                      class="heat"
                      x={left}
                      y={top}
                      width={Math.max(1, wide - 1.5)}
                      height={tall - 1.5}
                      rx={2}
                      fill-opacity={0.06 + 0.94 * strong}
                      data-minor={minor.toString()}
                    >
                      <title>{hint}</title>
                    </rect>
                    {isHatched && (
                      <rect
                        x={left}
                        y={top}
                        width={Math.max(1, wide - 1.5)}
                        height={tall - 1.5}
                        rx={2}
                        fill="url(#unfinished)"
                        pointer-events="none"
                      />
                    )}
                    {isMarked === true && (
                      <rect
                        class="heat-mark"
                        x={left + 1}
                        y={top + 1}
                        width={Math.max(1, wide - 3.5)}
                        height={tall - 3.5}
                        rx={2}
                        pointer-events="none"
                      />
                    )}
                    {isReadable && (
                      <text
                        class={strong > 0.62 ? 'on-heat' : ''}
                        x={left + wide / 2}
                        y={top + tall / 2 + 4}
                        text-anchor="middle"
                      >
                        {text}
                      </text>
                    )}
                  </g>
                );
              })}
            </g>
          );
        })}
      </svg>
    </div>
  );
}
