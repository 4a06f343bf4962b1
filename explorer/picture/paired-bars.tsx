import { moneyText, type Currency } from '../app/money.ts';
import { hrefOf } from '../app/route.ts';
import { linear } from './scale.ts';
import { useWidth } from './width.ts';

interface PairedRow {
  readonly name: string;
  readonly note: string;
  /** What to do about it, on a line of its own. */
  readonly todo?: string;
  /** Of the customer it leads to. */
  readonly id?: string;
  readonly left: bigint;
  /** Null where it was not worked out. */
  readonly right: bigint | null;
}
interface PairedProps {
  readonly title: string;
  readonly left: string;
  readonly right: string;
  readonly rows: readonly PairedRow[];
  readonly currency: Currency;
}

const HEAD = 26;

/** Two amounts a row, each on a scale of its own column: side by side, and nothing to add. */
export function PairedBars({ title, left, right, rows, currency }: PairedProps) {
  const [frame, width] = useWidth();
  const isNarrow = width < 620;
  const extra = rows.some(({ todo }) => todo !== undefined) ? 18 : 0;
  const tall = (isNarrow ? 74 : 46) + extra;
  const names = isNarrow ? 0 : 262;
  const column = (width - names - 20) / 2;
  const most = Math.max(1, ...rows.flatMap(({ left, right }) => [Number(left), Number(right ?? 0n)]));
  const wide = linear([0, most], [0, column - 92]);
  const height = HEAD + rows.length * tall;
  const bar = (minor: bigint | null, start: number, top: number, tone: string) => (
    <g>
      {minor !== null && (
        <rect
          class={`fill-${tone}`}
          x={start}
          y={top}
          width={Math.max(1.5, wide(Math.max(0, Number(minor))))}
          height={18}
          rx={2}
        />
      )}
      <text
        x={start + (minor === null ? 0 : Math.max(1.5, wide(Math.max(0, Number(minor))))) + 7}
        y={top + 13}
        class={minor === null ? 'soft' : ''}
      >
        {minor === null ? '–' : moneyText(minor, currency)}
      </text>
    </g>
  );
  return (
    <div ref={frame}>
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="group" aria-label={title}>
        <text class="soft" x={names} y={14}>
          {left}
        </text>
        <text class="soft" x={names + column + 20} y={14}>
          {right}
        </text>
        {rows.map(({ name, note, todo, id, left, right }, at) => {
          const top = HEAD + at * tall;
          const text = (
            <text class={id === undefined ? 'strong' : 'linked strong'} x={0} y={top + 18}>
              {name}
            </text>
          );
          const bars = top + (isNarrow ? 44 + extra : 10);
          return (
            <g>
              <line class="grid" x1={0} x2={width} y1={top} y2={top} />
              {id === undefined ? text : <a href={hrefOf('customer', { id })}>{text}</a>}
              <text class="soft" x={0} y={top + 35}>
                {note}
              </text>
              {todo !== undefined && (
                <text class="todo" x={0} y={top + 53}>
                  {todo}
                </text>
              )}
              {bar(left, names, bars, 'own')}
              {bar(right, names + column + 20, bars, 'network')}
            </g>
          );
        })}
      </svg>
    </div>
  );
}
