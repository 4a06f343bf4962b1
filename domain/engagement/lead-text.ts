import type { BehaviourLead, Lead, PointsLead } from './lead.ts';

export type PointsLeadVerdict = 'LEADS' | 'NO_EVIDENCE' | 'TOO_LITTLE_DATA';

/** What figures say: evidence only where all of the interval is above 0. */
export const verdictOf = ({ points }: Pick<PointsLead, 'points'>): PointsLeadVerdict =>
  points === null ? 'TOO_LITTLE_DATA' : points.low > 0 ? 'LEADS' : 'NO_EVIDENCE';

/** The behaviours that lead beyond chance, the strongest first. */
export const interveneAt = ({ behaviours }: Pick<PointsLead, 'behaviours'>): BehaviourLead[] =>
  behaviours.filter(({ leads }) => leads);

const figures = ({ correlation, low, high }: Lead): string =>
  `${correlation.toFixed(3)} (95 %: ${low.toFixed(3)} to ${high.toFixed(3)})`;

/** The same in words, for people. */
export function pointsLeadText(lead: PointsLead): string {
  const { points, customers } = lead;
  if (points === null)
    return `Whether points lead value cannot be told: it takes 30 customers with points among those who had bought, of ${customers} there are fewer.`;
  const what = `of ${customers} customers, ${points.customers} with points; rank correlation with the margin after it, past spend held constant: ${figures(points)}.`;
  if (verdictOf(lead) === 'NO_EVIDENCE') return `There is no evidence that points lead value: ${what}`;
  const where = interveneAt(lead);
  const places =
    where.length === 0
      ? 'No single behaviour leads beyond chance.'
      : `Where to intervene: ${where.map((one) => `${one.type} ${figures(one)}`).join(', ')}.`;
  return `Points lead value: ${what} ${places} An association in time order, not a cause.`;
}
