import { SONAR_STAGES, type SonarStage } from '../profile/profile.ts';
import type { Milestones } from '../summary/summary.ts';
import { DAY_MS } from '../time/time.ts';

/** A place on a customer's way, and when it was reached. */
export interface Step {
  readonly stage: SonarStage;
  /** Epoch ms; null for a suspect never seen. */
  readonly at: number | null;
}

type Instants = Pick<
  Milestones,
  | 'firstSeenAt'
  | 'prospectAt'
  | 'leadAt'
  | 'opportunityAt'
  | 'firstOrderAt'
  | 'cycleCount'
  | 'cycleStartedAt'
  | 'onboardingAt'
  | 'inUseAt'
  | 'happinessAt'
  | 'recommendationAt'
>;

const RANK = new Map(SONAR_STAGES.map((stage, rank) => [stage, rank]));
const rankOf = (stage: SonarStage): number => RANK.get(stage)!;

/** The stages of one walk, earliest first; where two were reached at once the further one alone, and none that is not further than those before. */
function walk(reached: readonly (readonly [SonarStage, number | null])[]): Step[] {
  const known = reached
    .flatMap(([stage, at]) => (at === null ? [] : [{ stage, at }]))
    .sort((a, b) => a.at - b.at || rankOf(b.stage) - rankOf(a.stage));
  const steps: { stage: SonarStage; at: number }[] = [];
  for (const step of known) {
    const last = steps.at(-1);
    if (last === undefined || rankOf(step.stage) > rankOf(last.stage)) steps.push(step);
  }
  return steps;
}

/**
 * The way a customer came to where they stand, from their milestones: up to the first order, then within the buying cycle they are in. Cycles in
 * between are known by their number alone, so a customer of a later cycle steps from FIRST_ORDER to LOYALTY.
 *
 * @param recommendedAt newest referral, which counts as a recommendation of the cycle it falls in
 */
export function stepsOf(milestones: Instants, recommendedAt: number | null): Step[] {
  const { cycleCount, cycleStartedAt } = milestones;
  const before = walk([
    ['SUSPECT', milestones.firstSeenAt],
    ['PROSPECT', milestones.prospectAt],
    ['LEAD', milestones.leadAt],
    ['OPPORTUNITY', milestones.opportunityAt],
    ['FIRST_ORDER', milestones.firstOrderAt],
  ]);
  if (cycleCount === 0) return before.length === 0 ? [{ stage: 'SUSPECT', at: null }] : before;
  const recommended =
    recommendedAt !== null && cycleStartedAt !== null && recommendedAt >= cycleStartedAt ? recommendedAt : null;
  const cycle = walk([
    ['ONBOARDING', milestones.onboardingAt],
    ['IN_USE', milestones.inUseAt],
    ['HAPPINESS', milestones.happinessAt],
    ['RECOMMENDATION', milestones.recommendationAt ?? recommended],
  ]);
  // Loyalty is further than happiness in the list of stages, but a cycle begins with it.
  return [...before, ...(cycleCount > 1 ? [{ stage: 'LOYALTY' as const, at: cycleStartedAt }] : []), ...cycle];
}

/** A step that customers made. */
export interface Transition {
  readonly from: SonarStage;
  readonly to: SonarStage;
  readonly customers: number;
  /** Days it took half of them at most: whole days. For FIRST_ORDER to LOYALTY the days of a cycle, which is what the number of cycles leaves of them. */
  readonly medianDays: number;
}

/** For each stage: customers who began there + those who came in − those who left = those who stand there. */
export interface Transitions {
  readonly began: Readonly<Partial<Record<SonarStage, number>>>;
  readonly steps: readonly Transition[];
}

/** Steps of everybody, added up. The result depends on no order. */
export function transitionsOf(
  count: number,
  milestonesAt: (index: number) => Instants,
  recommendedAt: (index: number) => number | null,
): Transitions {
  const began = new Map<SonarStage, number>();
  const days = new Map<string, number[]>();
  for (let i = 0; i < count; i++) {
    const milestones = milestonesAt(i);
    const steps = stepsOf(milestones, recommendedAt(i));
    const first = steps[0]!;
    began.set(first.stage, (began.get(first.stage) ?? 0) + 1);
    for (let k = 1; k < steps.length; k++) {
      const [from, to] = [steps[k - 1]!, steps[k]!];
      const key = `${from.stage} ${to.stage}`;
      let list = days.get(key);
      if (list === undefined) days.set(key, (list = []));
      const cycles = to.stage === 'LOYALTY' ? milestones.cycleCount - 1 : 1;
      list.push(Math.floor((to.at! - from.at!) / DAY_MS / cycles));
    }
  }
  return {
    began: Object.fromEntries(SONAR_STAGES.flatMap((stage) => (began.has(stage) ? [[stage, began.get(stage)!]] : []))),
    steps: [...days]
      .map(([key, list]): Transition => {
        const [from, to] = key.split(' ') as [SonarStage, SonarStage];
        const sorted = Float64Array.from(list).sort();
        return { from, to, customers: sorted.length, medianDays: sorted[(sorted.length - 1) >> 1]! };
      })
      .sort((a, b) => rankOf(a.from) - rankOf(b.from) || rankOf(a.to) - rankOf(b.to)),
  };
}
