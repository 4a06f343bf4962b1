import { hrefOf } from '../app/route.ts';
import { moneyText, type Currency } from '../app/money.ts';
import { linear } from './scale.ts';
import { useWidth } from './width.ts';

export interface Bar {
  readonly name: string;
  readonly minor: bigint;
  readonly tone: 'own' | 'network' | 'quiet' | 'loss' | 'good';
  /** Of the customer it leads to. */
  readonly id?: string;
  readonly isRest?: boolean;
}

const ROW = 28;
const HEAD = 30;

interface BarsProps {
  readonly title: string;
  readonly groups: readonly { readonly label: string; readonly bars: readonly Bar[] }[];
  readonly currency: Currency;
}

/** Amounts above 0 to the right of a line, below it to the left, in groups. */
export function DivergingBars({ title, groups, currency }: BarsProps) {
  const [frame, width] = useWidth();
  const names = Math.min(190, width * 0.38);
  const amounts = 100;
  const all = groups.flatMap(({ bars }) => bars.map(({ minor }) => Number(minor)));
  const x = linear([Math.min(0, ...all), Math.max(0, ...all)], [names + 8, width - amounts]);
  let top = 0;
  const placed = groups.map((group) => {
    const start = top;
    top += HEAD + group.bars.length * ROW;
    return { ...group, start };
  });
  return (
    <div ref={frame}>
      <svg width={width} height={top + 4} viewBox={`0 0 ${width} ${top + 4}`} role="group" aria-label={title}>
        <line class="axis" x1={x(0)} x2={x(0)} y1={HEAD - 6} y2={top} />
        {placed.map(({ label, bars, start }) => (
          <g>
            <text class="strong" x={0} y={start + 18}>
              {label}
            </text>
            {bars.map(({ name, minor, tone, id, isRest }, at) => {
              const middle = start + HEAD + at * ROW + ROW / 2;
              const text = (
                <text class={id === undefined ? 'soft' : 'linked'} x={0} y={middle + 4}>
                  {name.length > names / 7 ? `${name.slice(0, Math.floor(names / 7) - 1)}…` : name}
                </text>
              );
              return (
                <g>
                  {id === undefined ? text : <a href={hrefOf('customer', { id })}>{text}</a>}
                  <rect
                    class={`fill-${tone}`}
                    x={Math.min(x(0), x(Number(minor)))}
                    y={middle - 8}
                    width={Math.max(1, Math.abs(x(Number(minor)) - x(0)))}
                    height={16}
                    rx={2}
                    fill-opacity={isRest === true ? 0.45 : 1}
                    data-minor={minor.toString()}
                  />
                  <text x={width} y={middle + 4} text-anchor="end">
                    {moneyText(minor, currency)}
                  </text>
                </g>
              );
            })}
          </g>
        ))}
      </svg>
    </div>
  );
}
