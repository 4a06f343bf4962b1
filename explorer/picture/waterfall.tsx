import { moneyText, type Currency } from '../app/money.ts';
import { linear } from './scale.ts';
import { useWidth } from './width.ts';

export interface Step {
  readonly name: string;
  readonly minor: bigint;
  readonly tone: 'own' | 'network' | 'expected' | 'loss' | 'good' | 'ink' | 'quiet';
}

const ROW = 40;
const BAR = 22;

interface WaterfallProps {
  readonly title: string;
  readonly currency: Currency;
  /** A step to begin with that stands on 0, such as the earlier period; null to begin with nothing. */
  readonly from: Step | null;
  readonly steps: readonly Step[];
  /** The last bar, which stands on 0 again. */
  readonly to: Step;
}

/** Bars that each begin where the one before ended, and a last one from 0: they meet, or the picture is wrong. */
export function Waterfall({ title, currency, from, steps, to }: WaterfallProps) {
  const [frame, width] = useWidth();
  const isNarrow = width < 560;
  const names = isNarrow ? 0 : 190;
  let reached = from?.minor ?? 0n;
  const bars = steps.map((step) => {
    const start = reached;
    reached += step.minor;
    return { ...step, start: Number(start), end: Number(reached), isSum: false };
  });
  const rows = [
    ...(from === null ? [] : [{ ...from, start: 0, end: Number(from.minor), isSum: true }]),
    ...bars,
    { ...to, start: 0, end: Number(to.minor), isSum: true },
  ];
  const all = rows.flatMap(({ start, end }) => [start, end]);
  const amounts = 118;
  const x = linear([Math.min(0, ...all), Math.max(1, ...all)], [names + 4, width - amounts]);
  const tall = isNarrow ? ROW + 14 : ROW;
  const height = rows.length * tall + 6;
  return (
    <div ref={frame}>
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={title}>
        <line class="axis" x1={x(0)} x2={x(0)} y1={0} y2={height} />
        {rows.map(({ name, minor, start, end, tone, isSum }, at) => {
          const top = at * tall + (isNarrow ? 20 : (ROW - BAR) / 2);
          const next = rows[at + 1];
          return (
            <g>
              {at > 0 && isSum && <line class="grid" x1={0} x2={width} y1={at * tall} y2={at * tall} />}
              <text class={isSum ? 'strong' : ''} x={0} y={isNarrow ? top - 6 : top + BAR / 2 + 4}>
                {name}
              </text>
              <rect
                class={`fill-${tone}`}
                x={Math.min(x(start), x(end))}
                y={top}
                width={Math.max(1.5, Math.abs(x(end) - x(start)))}
                height={BAR}
                rx={2}
                {...(isSum ? {} : { 'data-minor': minor.toString() })}
              />
              {next !== undefined && !(next.isSum && at !== rows.length - 2) && (
                <line class="axis dashed" x1={x(end)} x2={x(end)} y1={top + BAR} y2={top + tall} />
              )}
              <text class={isSum ? 'strong' : ''} x={width} y={top + BAR / 2 + 4} text-anchor="end">
                {!isSum && minor > 0n ? '+' : ''}
                {moneyText(minor, currency)}
              </text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}
