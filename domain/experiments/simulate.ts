import { compensatedSum } from '../graph/kernel/sum.ts';
import { seededUniform } from '../numerics/random.ts';
import type { Attention } from '../network/ties.ts';
import { DESIGNS, drawDesign, tooFewCommunities, type Audience, type Design } from './designs.ts';
import { meanFollowed, seen, spreadWithSlope } from './exposure.ts';
import { leastSquares, robustCovariance } from './least-squares.ts';
import type { Arm } from './types.ts';

/** What an action is to tell: what it does to whom it reaches, what it does in all, or what reaches others. */
export type Target = 'DIRECT' | 'TOTAL' | 'SPILLOVER';

export interface SimulationInput {
  readonly audience: Audience;
  readonly attention: Pick<Attention, 'arcs' | 'offsets'>;
  readonly followedShare: Float64Array;
  readonly arms: readonly Arm[];
  readonly control: number;
  /** The share h supposed: the one in force. */
  readonly h: number;
  /** What forecasts left over in an earlier window of the same length, per customer, in the unit of the outcome: what chance, and friends alike, will do again. */
  readonly residual: Float64Array;
  readonly target: Target;
  /** Draws of each design. */
  readonly draws?: number;
  readonly seed?: number;
}

export interface DesignForecast {
  readonly design: Design;
  /** Predicted standard error per customer of each target: of the effect on who is reached, of the total, and of the part of it that reaches others. */
  readonly standardError: Readonly<Record<Target, number>> | null;
  readonly refused: 'TOO_FEW_COMMUNITIES' | 'SHARE_OUT_OF_RANGE' | null;
}

export interface DesignAdvice {
  readonly designs: readonly DesignForecast[];
  /** Effective number of communities where they are too few; null where they are enough. */
  readonly tooFew: number | null;
  /** What to take: smallest predicted error of the target; communities or saturation where they come within a fifth of it, since they hold where ties are missing. */
  readonly recommended: Design;
}

/** Of each design, averaged. */
export const USUAL_DRAWS = 4;
const PREFERRED_WITHIN = 1.2;
const PREFERRED: ReadonlySet<Design> = new Set(['COMMUNITY', 'SATURATION']);

/**
 * Simulates the designs on the company's own graph, forecasts and residuals before the start. Each draw is analysed as the action will be (y on s, g and what is known), with
 * the residuals of an earlier window in the place of y: what comes out is the error that the figure would have had.
 */
export function simulateDesigns(input: SimulationInput): DesignAdvice {
  const { audience, arms, control, target, draws = USUAL_DRAWS, seed = 1 } = input;
  const tooFew = tooFewCommunities(audience);
  const share = 1 - arms[control]!.share;
  const uniform = seededUniform(seed);
  const columns = knownColumns(input);
  const full = spreadWithSlope(input, input.h, Float64Array.from(audience.member));
  const refusal = (design: Design): DesignForecast['refused'] =>
    design !== 'COMMUNITY' && design !== 'SATURATION'
      ? null
      : tooFew !== null
        ? 'TOO_FEW_COMMUNITIES'
        : design === 'SATURATION' && !(share > 0.1 && share < 0.9)
          ? 'SHARE_OUT_OF_RANGE'
          : null;

  const designs = DESIGNS.map((design): DesignForecast => {
    const refused = refusal(design);
    if (refused !== null) return { design, standardError: null, refused };
    const sums = { DIRECT: 0, TOTAL: 0, SPILLOVER: 0 };
    for (let draw = 0; draw < draws; draw++) {
      const { arm, cluster } = drawDesign(design, arms, control, audience, () => uniform());
      const z = Float64Array.from(arm, (a, i) => (audience.member[i] === 1 && a !== control ? 1 : 0));
      const variance = errorsOf(input, columns, z, cluster, full);
      for (const each of TARGETS) sums[each] += variance[each] / draws;
    }
    const standardError = {
      DIRECT: Math.sqrt(sums.DIRECT),
      TOTAL: Math.sqrt(sums.TOTAL),
      SPILLOVER: Math.sqrt(sums.SPILLOVER),
    };
    return { design, standardError, refused };
  });
  const open = designs.filter(({ standardError }) => standardError !== null && Number.isFinite(standardError[target]));
  const errorOf = ({ standardError }: DesignForecast): number => standardError![target];
  const smallest = (among: readonly DesignForecast[]): DesignForecast | undefined =>
    among.reduce<DesignForecast | undefined>(
      (best, each) => (best === undefined || errorOf(each) < errorOf(best) ? each : best),
      undefined,
    );
  // An action cannot be drawn by ego clusters; they say what is lost by that.
  const best = smallest(open.filter(({ design }) => design !== 'EGO'));
  const preferred = smallest(open.filter(({ design }) => PREFERRED.has(design)));
  const isNear =
    best !== undefined && preferred !== undefined && errorOf(preferred) <= PREFERRED_WITHIN * errorOf(best);
  return { designs, tooFew, recommended: (isNear ? preferred : best)?.design ?? 'USER' };
}

const TARGETS: readonly Target[] = ['DIRECT', 'TOTAL', 'SPILLOVER'];

function knownColumns(input: SimulationInput): Float64Array[] {
  const { audience, attention } = input;
  const n = audience.member.length;
  return [
    Float64Array.from({ length: n }, (_, i) => (attention.offsets[i + 1]! > attention.offsets[i]! ? 1 : 0)),
    seen(input, Float64Array.from(audience.member)),
    audience.forecast,
    meanFollowed(input, audience.forecast),
  ];
}

/** Variance of τ̂, of the total τ·mean(s₁), and of the part of it that reaches others, for one draw. */
function errorsOf(
  input: SimulationInput,
  columns: readonly Float64Array[],
  z: Float64Array,
  cluster: Int32Array | null,
  full: { readonly s: Float64Array; readonly g: Float64Array },
): Record<Target, number> {
  const { s, g } = spreadWithSlope(input, input.h, z);
  const fit = leastSquares([new Float64Array(z.length).fill(1), s, g, ...columns], input.residual);
  const [tau, c, both] = [
    robustCovariance(fit, 1, 1, cluster),
    robustCovariance(fit, 2, 2, cluster),
    robustCovariance(fit, 1, 2, cluster),
  ];
  // Without ties there is no g, and nothing travels.
  const travels = Number.isFinite(c);
  const mean = (column: Float64Array): number => compensatedSum(column) / z.length;
  const variance = (perTau: number, perC: number): number =>
    perTau ** 2 * tau + (travels ? 2 * perTau * perC * both + perC ** 2 * c : 0);
  const [reach, slope, alone] = [mean(full.s), mean(full.g), mean(Float64Array.from(input.audience.member))];
  return { DIRECT: tau, TOTAL: variance(reach, slope), SPILLOVER: variance(reach - alone, slope) };
}
