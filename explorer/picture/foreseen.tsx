import { t } from '../words/words.ts';
import { linear, ticks } from './scale.ts';
import { useWidth } from './width.ts';

interface ForeseenRow {
  readonly name: string;
  readonly note: string;
  readonly predicted: number;
  readonly actual: number;
}
interface ForeseenProps {
  readonly title: string;
  readonly rows: readonly ForeseenRow[];
  /** How a figure is written at the axis. */
  readonly write: (value: number) => string;
  /** What the columns are. */
  readonly axis: string;
}

const MARGIN = { left: 62, right: 12, top: 44, bottom: 58 };
const HEIGHT = 360;

/** Customers alike side by side: a ring for what was foreseen, a dot for what came, and the line between them is the error. */
export function ForeseenPicture({ title, rows, write, axis }: ForeseenProps) {
  const [frame, width] = useWidth();
  const all = rows.flatMap(({ predicted, actual }) => [predicted, actual]);
  const most = Math.max(0.1, ...all) * 1.1;
  const least = Math.min(0, ...all) * 1.1;
  const slot = (width - MARGIN.left - MARGIN.right) / Math.max(1, rows.length);
  const x = (at: number): number => MARGIN.left + (at + 0.5) * slot;
  const y = linear([least, most], [HEIGHT - MARGIN.bottom, MARGIN.top]);
  return (
    <div ref={frame}>
      <svg width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={title}>
        <circle class="foreseen" cx={7} cy={12} r={6} />
        <text x={20} y={16}>
          {t('truth.predicted')}
        </text>
        <circle class="fill-own" cx={117} cy={12} r={6} />
        <text x={130} y={16}>
          {t('truth.actual')}
        </text>
        {ticks(least, most, 4).map((tick) => (
          <g>
            <line class="grid" x1={MARGIN.left} x2={width - MARGIN.right} y1={y(tick)} y2={y(tick)} />
            <text class="tick" x={MARGIN.left - 8} y={y(tick) + 4} text-anchor="end">
              {write(tick)}
            </text>
          </g>
        ))}
        {rows.map(({ name, note, predicted, actual }, at) => (
          <g>
            <line class="error" x1={x(at)} x2={x(at)} y1={y(predicted)} y2={y(actual)} />
            <circle class="foreseen" cx={x(at)} cy={y(predicted)} r={7} />
            <circle class="fill-own" cx={x(at)} cy={y(actual)} r={7} />
            <text x={x(at)} y={HEIGHT - MARGIN.bottom + 20} text-anchor="middle">
              {name}
            </text>
            <text class="soft" x={x(at)} y={HEIGHT - MARGIN.bottom + 36} text-anchor="middle">
              {note}
            </text>
          </g>
        ))}
        <text class="soft" x={width - MARGIN.right} y={HEIGHT - 4} text-anchor="end">
          {axis}
        </text>
      </svg>
    </div>
  );
}
