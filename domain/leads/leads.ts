/**
 * People who have not ordered, and whether anybody should spend time on them: what became of others who stood where they stand, times what a won customer brings, against the
 * minutes a contact takes.
 */
import type { SonarStage } from '../profile/profile.ts';

/** Stages from which somebody can be won, the furthest first. Of a suspect nothing is known that could be acted on. */
export const LEAD_STAGES = ['OPPORTUNITY', 'LEAD', 'PROSPECT'] as const satisfies readonly SonarStage[];
export type LeadStage = (typeof LEAD_STAGES)[number];

/** What became of everybody whose furthest stage before a first order was this one. */
export interface StageRecord {
  readonly stage: LeadStage;
  /** Who came that far and no further, won or not yet. */
  readonly reached: number;
  readonly won: number;
  /** won ÷ reached, drawn to that of all stages by the weight of ten; null where nobody came to any. */
  readonly chance: number | null;
}

/** A customer's way as far as it matters here: instants, NaN for what has not happened. */
export interface Way {
  readonly prospectAt: number;
  readonly leadAt: number;
  readonly opportunityAt: number;
  readonly hasOrdered: boolean;
}

const PRIOR = 10;

/** The furthest stage before the first order; null for who was told of by an order first, and for suspects. */
export function leadStageOf({ prospectAt, leadAt, opportunityAt }: Omit<Way, 'hasOrdered'>): LeadStage | null {
  if (!Number.isNaN(opportunityAt)) return 'OPPORTUNITY';
  if (!Number.isNaN(leadAt)) return 'LEAD';
  return Number.isNaN(prospectAt) ? null : 'PROSPECT';
}

/** What became of everybody, by stage. Who may still be won counts as not won: the chance is rather too small. */
export function stageRecords(ways: Iterable<Way>): StageRecord[] {
  const counts = new Map(LEAD_STAGES.map((stage) => [stage, { reached: 0, won: 0 }]));
  for (const { hasOrdered, ...way } of ways) {
    const stage = leadStageOf(way);
    if (stage === null) continue;
    const count = counts.get(stage)!;
    count.reached++;
    if (hasOrdered) count.won++;
  }
  const all = [...counts.values()];
  const reached = all.reduce((sum, one) => sum + one.reached, 0);
  const base = reached === 0 ? null : all.reduce((sum, one) => sum + one.won, 0) / reached;
  return LEAD_STAGES.map((stage) => {
    const count = counts.get(stage)!;
    return { stage, ...count, chance: base === null ? null : (count.won + PRIOR * base) / (count.reached + PRIOR) };
  });
}

export const TRIAGE_ACTIONS = ['CONTACT', 'NURTURE', 'SELF_SERVE', 'DECLINE'] as const;
export type TriageAction = (typeof TRIAGE_ACTIONS)[number];

/** Who was silent for longer is no lead any more. */
export const SILENT_DAYS = 365;

export interface TriageLead {
  readonly stage: LeadStage;
  readonly daysSinceLast: number;
}

export interface TriageTerms {
  readonly stages: readonly StageRecord[];
  /** What a won customer brings in the first year, minor units. */
  readonly wonMinor: number;
  readonly minutesEach: number;
  readonly capacityMinutes: number;
}

export interface Triaged {
  readonly chance: number;
  readonly expectedMinor: number;
  /** Minor units a minute. */
  readonly perMinuteMinor: number;
  readonly action: TriageAction;
  readonly reason: string;
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;

/**
 * What to do with each lead, those with most expected value a minute first: contact until the minutes are spent, then nurture who showed interest in buying, and
 * leave who only looked around to serve themselves. Who was silent for a year, or is expected to bring nothing, is declined.
 *
 * @param leads in the order of their worth
 * @example triage([{ stage: 'LEAD', daysSinceLast: 3 }], { stages: [], wonMinor: 0, minutesEach: 10, capacityMinutes: 0 })[0].action // 'DECLINE'
 */
export function triage<L extends TriageLead>(
  leads: readonly L[],
  { stages, wonMinor, minutesEach, capacityMinutes }: TriageTerms,
): (L & Triaged)[] {
  const recordOf = new Map(stages.map((one) => [one.stage, one]));
  let left = capacityMinutes;
  return leads.map((lead) => {
    const record = recordOf.get(lead.stage);
    const chance = record?.chance ?? 0;
    const expectedMinor = Math.round(chance * wonMinor);
    const told = { ...lead, chance, expectedMinor, perMinuteMinor: expectedMinor / minutesEach };
    const of = `Of ${record?.reached ?? 0} who came this far and no further before an order, ${record?.won ?? 0} were won (${percent(chance)} to expect).`;
    if (lead.daysSinceLast > SILENT_DAYS)
      return { ...told, action: 'DECLINE' as const, reason: `Silent for ${lead.daysSinceLast} days.` };
    if (expectedMinor <= 0) return { ...told, action: 'DECLINE' as const, reason: `${of} That is worth nothing.` };
    if (left >= minutesEach) {
      left -= minutesEach;
      return { ...told, action: 'CONTACT' as const, reason: of };
    }
    return lead.stage === 'PROSPECT'
      ? {
          ...told,
          action: 'SELF_SERVE' as const,
          reason: `${of} No minutes are left, and no interest in buying was shown.`,
        }
      : { ...told, action: 'NURTURE' as const, reason: `${of} No minutes are left for those worth less.` };
  });
}
