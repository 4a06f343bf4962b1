import { percentText } from '../app/money.ts';
import { t } from '../words/words.ts';
import { linear, ticks } from './scale.ts';
import { useWidth } from './width.ts';

const HEIGHT = 400;
const MARGIN = { left: 48, right: 20, top: 20, bottom: 40 };

interface LorenzProps {
  readonly title: string;
  /** Share of the value that the best 0, 1 … 100 hundredths hold together. */
  readonly points: readonly number[];
  /** What each hundredth holds, in minor units: the marks that are added. */
  readonly slices: readonly bigint[];
  /** Share of the attention that the best so many hundredths get; empty where none is known. */
  readonly attended: readonly { readonly percent: number; readonly share: number }[];
  readonly percent: number;
  readonly onPercent: (percent: number) => void;
}

/** A Lorenz curve from the top with a share that can be dragged. */
export function LorenzPicture({ title, points, slices, attended, percent, onPercent }: LorenzProps) {
  const [frame, width] = useWidth();
  const top = Math.max(1, ...points);
  const bottom = Math.min(0, ...points);
  const x = linear([0, 100], [MARGIN.left, width - MARGIN.right]);
  const y = linear([bottom, top], [HEIGHT - MARGIN.bottom, MARGIN.top]);
  const line = (from: number, to: number): string =>
    points
      .slice(from, to + 1)
      .map((share, at) => `${at === 0 ? 'M' : 'L'}${x(from + at).toFixed(1)} ${y(share).toFixed(1)}`)
      .join('');
  const here = points[percent] ?? 0;
  const move = (event: PointerEvent & { currentTarget: Element }): void => {
    const at = event.clientX - event.currentTarget.getBoundingClientRect().left;
    onPercent(
      Math.max(0, Math.min(100, Math.round(((at - MARGIN.left) / (width - MARGIN.left - MARGIN.right)) * 100))),
    );
  };
  const labelIsLeft = percent > 62;
  return (
    <div ref={frame} class="lorenz">
      <svg
        width={width}
        height={HEIGHT}
        viewBox={`0 0 ${width} ${HEIGHT}`}
        role="img"
        aria-label={title}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          move(event);
        }}
        onPointerMove={(event) => event.buttons === 1 && move(event)}
      >
        {ticks(bottom, top, 5).map((share) => (
          <g>
            <line class="grid" x1={MARGIN.left} x2={width - MARGIN.right} y1={y(share)} y2={y(share)} />
            <text class="tick" x={MARGIN.left - 8} y={y(share) + 4} text-anchor="end">
              {percentText(share)}
            </text>
          </g>
        ))}
        {ticks(0, 100, 5).map((hundredth) => (
          <text class="tick" x={x(hundredth)} y={HEIGHT - MARGIN.bottom + 18} text-anchor="middle">
            {percentText(hundredth / 100)}
          </text>
        ))}
        <text class="soft" x={width - MARGIN.right} y={HEIGHT - 4} text-anchor="end">
          {t('focus.customersAxis')} →
        </text>
        {slices.map((minor, at) => (
          <path
            class={at < percent ? 'fill-own' : 'fill-quiet'}
            fill-opacity={at < percent ? 0.22 : 0.4}
            d={`M${x(at)} ${y(0)}L${x(at)} ${y(points[at]!)}L${x(at + 1)} ${y(points[at + 1]!)}L${x(at + 1)} ${y(0)}Z`}
            data-minor={minor.toString()}
          />
        ))}
        <line class="axis dashed" x1={x(0)} y1={y(0)} x2={x(100)} y2={y(1)} />
        <text class="soft" x={x(74)} y={y(0.74) + 18}>
          {t('focus.equal')}
        </text>
        {attended.length > 0 && (
          <>
            <path
              class="curve attention"
              d={attended.map((at, n) => `${n === 0 ? 'M' : 'L'}${x(at.percent)} ${y(at.share)}`).join('')}
            />
            <text class="soft halo" x={x(38)} y={y(shareAt(attended, 50)) - 12}>
              {t('focus.attentionLine')}
            </text>
          </>
        )}
        <path class="curve quiet" d={line(percent, 100)} />
        <path class="curve own" d={line(0, percent)} />
        <line class="axis" x1={x(percent)} x2={x(percent)} y1={y(bottom)} y2={y(here)} />
        <circle class="handle" cx={x(percent)} cy={y(here)} r={8} />
        <text
          class="strong halo"
          x={x(percent) + (labelIsLeft ? -14 : 14)}
          y={y(here) + 26}
          text-anchor={labelIsLeft ? 'end' : 'start'}
        >
          {percentText(percent / 100)} → {percentText(here, 1)}
        </text>
      </svg>
    </div>
  );
}

const shareAt = (attended: LorenzProps['attended'], percent: number): number =>
  attended.find((at) => at.percent >= percent)?.share ?? 0;
