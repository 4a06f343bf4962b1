import type { PublishedYear } from '../../published/actions.ts';
import { formatMinor } from '../money.ts';

const day = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

/** What a year's actions brought together, in words. */
export function yearText(year: number, told: PublishedYear | null, currency: string): string {
  if (told === null)
    return `No run has reported of ${year} yet: it takes an action drawn in that year, and a run after its start.`;
  const money = (minor: number): string => formatMinor(Math.round(minor), currency);
  const { arms, lift, share, startsAt, asOf, preliminary, actions, withheld, sampleRatio } = told;
  const sizes = arms.map(({ arm, members, mean }) => `${arm} ${members}, ${money(mean)} each`).join('; ');
  return [
    `${year}, as of ${day(asOf)}${preliminary ? ': PRELIMINARY' : ''}: ${actions.length} ${actions.length === 1 ? 'action' : 'actions'} (${actions.join(', ')}). Margin since ${day(startsAt)}, ${currency}.`,
    `Of who had bought before then: ${sizes}. ${(100 * share).toFixed(0)} % were to be left alone; another year leaves others alone.`,
    lift === null
      ? `No lift is shown (${withheld ?? 'nobody is on one side'}): χ² ${sampleRatio.chiSquare.toFixed(2)}, p ${sampleRatio.p.toExponential(1)}.`
      : `All actions together brought ${money(lift.perPerson.value)} a customer who could be reached` +
        `${lift.perPerson.low === null || lift.perPerson.high === null ? ' (no interval)' : ` [${money(lift.perPerson.low)}, ${money(lift.perPerson.high)}] (${lift.interval === 'FIXED' ? 'fixed, 95.5 %' : 'always valid, 99.5 %'})`}, in total ${money(lift.total.value)}. What reaches those left alone through others makes it less than it was.`,
  ].join('\n');
}
