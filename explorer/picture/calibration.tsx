import { countText, decimalText } from '../app/money.ts';
import { t } from '../words/words.ts';
import { linear, ticks } from './scale.ts';
import { useWidth } from './width.ts';

interface CalibrationRow {
  readonly frequency: string;
  readonly customers: number;
  readonly predicted: number;
  readonly actual: number;
}

const MARGIN = { left: 44, right: 12, top: 44, bottom: 58 };
const HEIGHT = 360;

/** Customers alike side by side: a ring for what was foreseen, a dot for what came, and the line between them is the error. */
export function CalibrationPicture({ title, rows }: { title: string; rows: readonly CalibrationRow[] }) {
  const [frame, width] = useWidth();
  const most = Math.max(0.1, ...rows.flatMap(({ predicted, actual }) => [predicted, actual])) * 1.1;
  const slot = (width - MARGIN.left - MARGIN.right) / Math.max(1, rows.length);
  const x = (at: number): number => MARGIN.left + (at + 0.5) * slot;
  const y = linear([0, most], [HEIGHT - MARGIN.bottom, MARGIN.top]);
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
        {ticks(0, most, 4).map((tick) => (
          <g>
            <line class="grid" x1={MARGIN.left} x2={width - MARGIN.right} y1={y(tick)} y2={y(tick)} />
            <text class="tick" x={MARGIN.left - 8} y={y(tick) + 4} text-anchor="end">
              {decimalText(tick)}
            </text>
          </g>
        ))}
        {rows.map(({ frequency, customers, predicted, actual }, at) => (
          <g>
            <line class="error" x1={x(at)} x2={x(at)} y1={y(predicted)} y2={y(actual)} />
            <circle class="foreseen" cx={x(at)} cy={y(predicted)} r={7} />
            <circle class="fill-own" cx={x(at)} cy={y(actual)} r={7} />
            <text x={x(at)} y={HEIGHT - MARGIN.bottom + 20} text-anchor="middle">
              {frequency} ×
            </text>
            <text class="soft" x={x(at)} y={HEIGHT - MARGIN.bottom + 36} text-anchor="middle">
              {countText(customers)}
            </text>
          </g>
        ))}
        <text class="soft" x={width - MARGIN.right} y={HEIGHT - 4} text-anchor="end">
          {t('truth.axis')}
        </text>
      </svg>
    </div>
  );
}
