import { InvalidInputError } from '../../domain/errors.ts';
import { TRIAGE_ACTIONS, triage } from '../../domain/leads/leads.ts';
import { dayIn } from '../../domain/time/time.ts';
import { timeZoneOf } from '../../store/client/table.ts';
import type { QueryResolvers } from '../generated.ts';
import { pageSize } from '../wire/paging.ts';
import { partsOf } from './part.ts';

const NO_CONTACTS = 'The visible run did not note whose leads they are. The next run does.';
const MOST_MINUTES = 1_000_000;

export const leadQueries: Pick<QueryResolvers, 'leadTriage'> = {
  leadTriage: async (_, { capacityMinutes, first, action, contact }, context) => {
    const size = pageSize(first);
    if (!(capacityMinutes >= 0 && capacityMinutes <= MOST_MINUTES))
      throw new InvalidInputError(['capacityMinutes'], `capacityMinutes is 0 to ${MOST_MINUTES}.`, {
        code: 'BAD_USER_INPUT',
      });
    const { is, parts, generation } = await partsOf(context, ['leads']);
    const isOld = contact != null && parts?.leads.leads.some((lead) => lead.contact === undefined);
    if (parts === null || generation === null || isOld)
      return {
        ...is,
        ...(isOld ? { status: 'NOT_COMPUTED' as const, reason: NO_CONTACTS } : {}),
        capacityMinutes,
        usedMinutes: null,
        minutesEach: null,
        areMinutesLogged: null,
        wonValue: null,
        stages: [],
        count: null,
        actions: [],
        leads: [],
      };
    const { stages, wonMinor, minutesEach, areMinutesLogged, leads: everybody } = parts.leads;
    const leads = contact == null ? everybody : everybody.filter((lead) => lead.contact === contact);
    const count = contact == null ? parts.leads.count : leads.length;
    const today = dayIn(await timeZoneOf(context.db))(generation.asOf);
    const triaged = triage(
      leads.map(({ lastDay, ...lead }) => ({ ...lead, daysSinceLast: today - lastDay })),
      { stages, wonMinor, minutesEach, capacityMinutes },
    );
    const actions = TRIAGE_ACTIONS.map((one) => ({
      action: one,
      leads: triaged.filter((lead) => lead.action === one).length,
    }));
    const shown = triaged
      .filter((lead) => action === null || action === undefined || lead.action === action)
      .slice(0, size);
    const customers = await Promise.all(shown.map(({ customer }) => context.loaders.customer.load(customer)));
    return {
      ...is,
      capacityMinutes,
      usedMinutes: minutesEach * (actions.find((one) => one.action === 'CONTACT')?.leads ?? 0),
      minutesEach,
      areMinutesLogged,
      wonValue: wonMinor,
      stages: [...stages],
      count,
      actions,
      leads: shown.map(({ expectedMinor, perMinuteMinor, ...lead }, k) => ({
        ...lead,
        contact: lead.contact ?? null,
        customer: customers[k]!,
        expectedValue: expectedMinor,
        perMinute: Math.round(perMinuteMinor),
      })),
    };
  },
};
