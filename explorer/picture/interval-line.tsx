import { dayText } from '../app/money.ts';
import { linear, ticks } from './scale.ts';
import { useWidth } from './width.ts';

interface IntervalPoint {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly name: string;
  readonly value: number;
  /** Null where there is no interval. */
  readonly low: number | null;
  readonly high: number | null;
}
interface IntervalLineProps {
  readonly title: string;
  /** By rising time. */
  readonly points: readonly IntervalPoint[];
  /** How a figure is written. */
  readonly write: (value: number) => string;
}

const MARGIN = { left: 78, right: 24, top: 14, bottom: 34 };
const HEIGHT = 300;

/** A figure as it was seen from time to time, with how sure it was: what matters is whether the band leaves 0 out. */
export function IntervalLine({ title, points, write }: IntervalLineProps) {
  const [frame, width] = useWidth();
  const all = points.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value]);
  const [least, most] = [Math.min(0, ...all), Math.max(0, ...all)];
  const room = (most - least || 1) * 0.06;
  const [first, last] = [points[0]?.at ?? 0, points.at(-1)?.at ?? 0];
  const right = width - MARGIN.right;
  const x = first === last ? () => (MARGIN.left + right) / 2 : linear([first, last], [MARGIN.left + 14, right - 14]);
  const y = linear([least - room, most + room], [HEIGHT - MARGIN.bottom, MARGIN.top]);
  const sure = points.flatMap(({ at, low, high }) => (low === null || high === null ? [] : [{ at, low, high }]));
  const path = (ends: readonly (readonly [number, number])[]): string =>
    ends.map(([at, value], n) => `${n === 0 ? 'M' : 'L'}${x(at)} ${y(value)}`).join('');
  const band = [
    ...sure.map(({ at, high }) => [at, high] as const),
    ...sure.toReversed().map(({ at, low }) => [at, low] as const),
  ];
  return (
    <div ref={frame}>
      <svg width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={title}>
        {ticks(least - room, most + room, 5).map((tick) => (
          <g>
            <line class="grid" x1={MARGIN.left} x2={right} y1={y(tick)} y2={y(tick)} />
            <text class="tick" x={MARGIN.left - 8} y={y(tick) + 4} text-anchor="end">
              {write(tick)}
            </text>
          </g>
        ))}
        {sure.length > 1 && <path class="band" d={`${path(band)}Z`} />}
        <line class="zero" x1={MARGIN.left} x2={right} y1={y(0)} y2={y(0)} />
        <path class="course" d={path(points.map(({ at, value }) => [at, value] as const))} />
        {points.map(({ at, name, value, low, high }) => (
          <g>
            <title>{`${name}: ${write(value)}${low === null || high === null ? '' : ` [${write(low)}, ${write(high)}]`}`}</title>
            {low !== null && high !== null && (
              <path
                class="whisker"
                d={`M${x(at)} ${y(low)}V${y(high)}M${x(at) - 5} ${y(low)}h10M${x(at) - 5} ${y(high)}h10`}
              />
            )}
            <circle class="fill-own" cx={x(at)} cy={y(value)} r={5} />
          </g>
        ))}
        {(first === last ? [first] : [first, last]).map((at, n) => (
          <text
            class="soft"
            x={x(at)}
            y={HEIGHT - 10}
            text-anchor={first === last ? 'middle' : n === 0 ? 'start' : 'end'}
          >
            {dayText(new Date(at).toISOString())}
          </text>
        ))}
      </svg>
    </div>
  );
}
