import { countText, moneyText, type Currency } from '../app/money.ts';
import { hrefOf } from '../app/route.ts';
import { t } from '../words/words.ts';
import { useWidth } from './width.ts';

export interface Tie {
  readonly name: string;
  /** Of the customer it leads to. */
  readonly id?: string;
  readonly side: 'in' | 'out';
  /** Through whom, on the way; empty where it came straight. */
  readonly via: readonly string[];
  readonly minor: bigint;
}
interface CircleProps {
  readonly title: string;
  readonly name: string;
  readonly ownMinor: bigint;
  readonly ties: readonly Tie[];
  readonly currency: Currency;
}

const ROW = 46;
const THICKEST = 26;

/** What comes in on the left, what goes out on the right, and the customer between; lines as wide as the amounts. */
export function CirclePicture({ title, name, ownMinor, ties, currency }: CircleProps) {
  const [frame, width] = useWidth();
  const sides = { in: ties.filter(({ side }) => side === 'in'), out: ties.filter(({ side }) => side === 'out') };
  const height = Math.max(220, Math.max(sides.in.length, sides.out.length) * ROW + 40);
  const labels = Math.min(210, width * 0.27);
  const radius = Math.min(58, width * 0.13);
  const [cx, cy] = [width / 2, height / 2];
  const most = Math.max(1, ...ties.map(({ minor }) => Math.abs(Number(minor))));
  const short = (text: string): string =>
    text.length > labels / 7.2 ? `${text.slice(0, Math.floor(labels / 7.2) - 1)}…` : text;
  return (
    <div ref={frame}>
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="group" aria-label={title}>
        {(['in', 'out'] as const).map((side) =>
          sides[side].map(({ name, id, via, minor }, at) => {
            const y = cy + (at - (sides[side].length - 1) / 2) * ROW;
            const isIn = side === 'in';
            const edge = isIn ? labels + 8 : width - labels - 8;
            const near = isIn ? cx - radius : cx + radius;
            const middle = (edge + near) / 2;
            const text = (
              <text
                class={id === undefined ? 'soft' : 'linked'}
                x={isIn ? labels : width - labels}
                y={y - 1}
                text-anchor={isIn ? 'end' : 'start'}
              >
                {short(name)}
              </text>
            );
            return (
              <g>
                <path
                  class={`tie ${side}`}
                  d={`M${edge} ${y}C${middle} ${y} ${middle} ${cy} ${near} ${cy}`}
                  stroke-width={Math.max(1.5, (Math.abs(Number(minor)) / most) * THICKEST)}
                  data-minor={minor.toString()}
                >
                  <title>{(isIn ? [name, ...via] : [...via, name]).join(' → ')}</title>
                </path>
                {id === undefined ? text : <a href={hrefOf('circle', { id })}>{text}</a>}
                <text class="soft" x={isIn ? labels : width - labels} y={y + 15} text-anchor={isIn ? 'end' : 'start'}>
                  {moneyText(minor, currency)}
                  {via.length > 0 && ` · ${t('circle.viaN', { n: countText(via.length) })}`}
                </text>
              </g>
            );
          }),
        )}
        <circle class="ego" cx={cx} cy={cy} r={radius} data-minor={ownMinor.toString()} />
        <text class="strong halo" x={cx} y={cy - radius - 10} text-anchor="middle">
          {name}
        </text>
        <text class="ego-amount" x={cx} y={cy + 5} text-anchor="middle">
          {moneyText(ownMinor, currency)}
        </text>
      </svg>
    </div>
  );
}
