import { countText, moneyText, type Currency } from '../app/money.ts';
import { linear } from './scale.ts';
import { useWidth } from './width.ts';

interface CountRow {
  readonly name: string;
  readonly note?: string;
  readonly customers: number;
  /** Null where there is no amount to it. */
  readonly minor: bigint | null;
}

const ROW = 30;

/** Customers as bars, with the amount that goes with them. */
export function CountBars({ title, rows, currency }: { title: string; rows: readonly CountRow[]; currency: Currency }) {
  const [frame, width] = useWidth();
  const isNarrow = width < 560;
  const names = isNarrow ? 0 : 250;
  const tall = isNarrow ? ROW + 18 : ROW;
  const amounts = 178;
  const wide = linear([0, Math.max(1, ...rows.map(({ customers }) => customers))], [0, width - names - amounts]);
  const height = rows.length * tall + 2;
  return (
    <div ref={frame}>
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={title}>
        {rows.map(({ name, note, customers, minor }, at) => {
          const top = at * tall + (isNarrow ? 20 : 6);
          return (
            <g>
              <text x={0} y={isNarrow ? top - 5 : top + 14}>
                {name}
                {note !== undefined && <tspan class="soft"> {note}</tspan>}
              </text>
              <rect
                class="fill-own"
                x={names}
                y={top}
                width={Math.max(1, wide(customers))}
                height={18}
                rx={2}
                {...(minor === null ? {} : { 'data-minor': minor.toString() })}
              />
              <text class="strong" x={names + Math.max(1, wide(customers)) + 7} y={top + 14}>
                {countText(customers)}
              </text>
              {minor !== null && (
                <text class={minor < 0n ? 'negative' : ''} x={width} y={top + 14} text-anchor="end">
                  {moneyText(minor, currency)}
                </text>
              )}
            </g>
          );
        })}
      </svg>
    </div>
  );
}
