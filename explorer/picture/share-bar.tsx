import { moneyText, percentText, sumOf, type Currency } from '../app/money.ts';
import { useWidth } from './width.ts';

interface SharePart {
  readonly name: string;
  readonly minor: bigint;
  readonly tone: 'own' | 'network' | 'expected' | 'quiet' | 'loss';
}

const HEIGHT = 76;
const BAR = 30;

/** Parts of a whole side by side. Parts below 0 have no width; their amounts say so. */
export function ShareBar({
  title,
  parts,
  currency,
}: {
  title: string;
  parts: readonly SharePart[];
  currency: Currency;
}) {
  const [frame, width] = useWidth();
  const positive = Number(sumOf(parts.map(({ minor }) => (minor > 0n ? minor : 0n)))) || 1;
  let at = 0;
  return (
    <div ref={frame}>
      <svg width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={title}>
        {parts.map(({ name, minor, tone }, index) => {
          const wide = (Math.max(0, Number(minor)) / positive) * width;
          const left = at;
          at += wide;
          const isLast = index === parts.length - 1;
          return (
            <g>
              <rect
                class={`fill-${tone}`}
                x={left}
                y={0}
                width={Math.max(0, wide - (isLast ? 0 : 2))}
                height={BAR}
                rx={3}
                data-minor={minor.toString()}
              />
              <text class="strong" x={isLast ? width : left} y={BAR + 20} text-anchor={isLast ? 'end' : 'start'}>
                {moneyText(minor, currency)}
              </text>
              <text class="soft" x={isLast ? width : left} y={BAR + 38} text-anchor={isLast ? 'end' : 'start'}>
                {name}
                {minor > 0n && ` · ${percentText(Number(minor) / positive, 1)}`}
              </text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}
