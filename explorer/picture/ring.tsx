import { countText } from '../app/money.ts';
import { nameOf } from '../words/words.ts';
import { useWidth } from './width.ts';

export interface RingStage {
  readonly quarter: string;
  readonly key: string;
  readonly name: string;
  readonly customers: number;
  readonly lapsed: number;
  readonly minor: bigint;
  /** The same, for people. */
  readonly amount: string;
}
interface RingStep {
  readonly from: string;
  readonly to: string;
  readonly customers: number;
}
interface RingProps {
  readonly title: string;
  readonly stages: readonly RingStage[];
  readonly steps: readonly RingStep[];
}

const QUARTERS = ['MARKETING', 'SALES', 'SERVICE', 'HEALTH'] as const;
const GAP = 0.022;

const point = (radius: number, angle: number): readonly [number, number] => [
  radius * Math.sin(angle),
  -radius * Math.cos(angle),
];
const at = ([x, y]: readonly [number, number]): string => `${x.toFixed(1)} ${y.toFixed(1)}`;

/** A piece of a ring between two radii and two angles; angles clockwise from the top. */
export function arcPath(inner: number, outer: number, from: number, to: number): string {
  const wide = to - from > Math.PI ? 1 : 0;
  return `M${at(point(inner, from))}L${at(point(outer, from))}A${outer} ${outer} 0 ${wide} 1 ${at(point(outer, to))}L${at(point(inner, to))}A${inner} ${inner} 0 ${wide} 0 ${at(point(inner, from))}Z`;
}

/**
 * A quarter of the ring a quarter of the lifecycle, its stages in equal parts of it. How far a stage reaches out grows with its customers by area,
 * so that twice as many look like twice as much.
 */
export function RingPicture({ title, stages, steps }: RingProps) {
  const [frame, width] = useWidth();
  const isWide = width >= 640;
  const labels = isWide ? 150 : 12;
  const outer = Math.min(width / 2 - labels, 235);
  const inner = outer * 0.52;
  const height = 2 * outer + (isWide ? 90 : 40);
  const most = Math.max(1, ...stages.map(({ customers }) => customers));
  const reach = (customers: number): number => Math.sqrt(inner ** 2 + (customers / most) * (outer ** 2 - inner ** 2));
  const slots = new Map(
    QUARTERS.flatMap((quarter, turn) => {
      const inQuarter = stages.filter((stage) => stage.quarter === quarter);
      return inQuarter.map((stage, place) => {
        const part = Math.PI / 2 / inQuarter.length;
        const from = (turn * Math.PI) / 2 + place * part;
        return [stage.key, { stage, from: from + GAP, to: from + part - GAP, middle: from + part / 2 }] as const;
      });
    }),
  );
  const mostSteps = Math.max(1, ...steps.map(({ customers }) => customers));
  return (
    <div ref={frame} class="ring">
      <svg
        width={width}
        height={height}
        viewBox={`${-width / 2} ${-height / 2} ${width} ${height}`}
        role="img"
        aria-label={title}
      >
        <defs>
          <pattern id="lapsed" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <line class="hatch" x1="0" y1="0" x2="0" y2="6" />
          </pattern>
        </defs>
        <circle class="grid rim" r={outer} />
        {steps.map(({ from, to, customers }) => {
          const [a, b] = [slots.get(from), slots.get(to)];
          if (a === undefined || b === undefined) return null;
          return (
            <path
              class={`step quarter-${b.stage.quarter.toLowerCase()}`}
              d={`M${at(point(inner - 8, a.middle))}Q0 0 ${at(point(inner - 8, b.middle))}`}
              stroke-width={Math.max(0.75, (customers / mostSteps) * 13)}
            />
          );
        })}
        {[...slots.values()].map(({ stage, from, to, middle }) => {
          const edge = reach(stage.customers);
          const alive = reach(stage.customers - stage.lapsed);
          const [x, y] = point(outer + 16, middle);
          const anchor = Math.abs(x) < 14 ? 'middle' : x > 0 ? 'start' : 'end';
          return (
            <g class={`quarter-${stage.quarter.toLowerCase()}`}>
              <path class="slot" d={arcPath(inner - 4, inner, from, to)} />
              <path
                class="arc"
                d={arcPath(inner, Math.max(edge, inner + 1), from, to)}
                data-minor={stage.minor.toString()}
              >
                <title>{`${stage.name}: ${countText(stage.customers)}, ${stage.amount}`}</title>
              </path>
              {stage.lapsed > 0 && <path d={arcPath(alive, edge, from, to)} fill="url(#lapsed)" />}
              {isWide && (
                <>
                  <text class="strong" x={x} y={y - 2} text-anchor={anchor}>
                    {stage.name}
                  </text>
                  <text class="soft" x={x} y={y + 14} text-anchor={anchor}>
                    {countText(stage.customers)} · {stage.amount}
                  </text>
                </>
              )}
            </g>
          );
        })}
      </svg>
      <ul class="legend">
        {isWide
          ? QUARTERS.map((quarter) => {
              const inQuarter = stages.filter((stage) => stage.quarter === quarter);
              return (
                <Entry
                  quarter={quarter}
                  name={nameOf('quarter', quarter)}
                  customers={inQuarter.reduce((sum, { customers }) => sum + customers, 0)}
                />
              );
            })
          : stages
              .filter(({ customers }) => customers > 0)
              .map(({ quarter, name, customers }) => <Entry quarter={quarter} name={name} customers={customers} />)}
      </ul>
    </div>
  );
}

const Entry = ({ quarter, name, customers }: { quarter: string; name: string; customers: number }) => (
  <li class={`quarter-${quarter.toLowerCase()}`}>
    <span class="swatch" aria-hidden="true" /> {name} <strong>{countText(customers)}</strong>
  </li>
);
