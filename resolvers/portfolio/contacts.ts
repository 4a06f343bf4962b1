import type { ContactPart } from '../../domain/portfolio/contacts.ts';
import { standingWords, wordAt } from '../../domain/summary/standing.ts';
import { accountNamed, contactOfAccount } from '../definitions/accounts.ts';
import { absences } from '../experience/known-events.ts';
import type { CustomerResolvers, QueryResolvers } from '../generated.ts';
import type { CustomerModel } from '../models.ts';
import type { RequestContext } from '../serve/context.ts';
import { scored } from '../value/provenance.ts';
import { partsOf, sum } from './part.ts';

const EARLIER = 'The summary is of an earlier release; the next run counts anew.';
const NOBODY = 'Nobody is told to be: the fact CONTACT, the owner of a lead, or the `contact` of their account.';

/** The readers' today: that of the visible run, before the first now. */
const todayOf = ({ generation }: CustomerModel, { db }: RequestContext): number => generation?.asOf ?? db.clock();

export const contactFields: Pick<CustomerResolvers, 'trustedContact' | 'dimensions'> = {
  trustedContact: async (customer, _, context) => {
    const { standing, sources } = customer.record.summary;
    const today = todayOf(customer, context);
    const contact = standing?.contact ?? null;
    if (contact !== null && wordAt(contact, today) !== null)
      return { name: contact.value, since: contact.since, until: contact.until, through: null, reason: null };
    const account = wordAt(standing?.account ?? null, today);
    const told = account === null ? null : await contactOfAccount(context.db, await accountNamed(context.db, account));
    return {
      name: told?.name ?? null,
      since: null,
      until: null,
      through: told?.account ?? null,
      reason: told !== null ? null : sources === null ? EARLIER : NOBODY,
    };
  },

  dimensions: (customer, _, context) => {
    const { standing, sources, milestones } = customer.record.summary;
    const { lifeStage, lifestyle, contact } = standingWords(standing, todayOf(customer, context));
    const lifecycle = scored(customer)?.profile.lifecycle ?? null;
    const relationship = lifecycle && {
      stage: lifecycle.stage,
      cycle: lifecycle.cycle,
      lapsed: lifecycle.lapsed,
      knownSince: milestones.firstSeenAt,
      customerSince: milestones.firstOrderAt,
      contact,
    };
    const untold = (fact: string): string => (sources === null ? EARLIER : `Nobody told it: the fact ${fact}.`);
    return {
      lifeStage,
      lifestyle,
      relationship,
      absent: absences({
        lifeStage: [lifeStage, untold('LIFE_STAGE')],
        lifestyle: [lifestyle, untold('LIFESTYLE')],
        relationship: [relationship, 'No run has seen this customer yet. Start a run.'],
      }),
    };
  },
};

export const contactQueries: Pick<QueryResolvers, 'trustedContacts'> = {
  trustedContacts: async (_, __, context) => {
    const { is, parts } = await partsOf(context, ['contacts']);
    if (parts === null)
      return { ...is, contacts: [], others: null, nobody: null, coverage: null, minutesCoverage: null };
    const { contacts, others, nobody } = parts.contacts;
    const all = [...contacts, others, nobody];
    const shown = ({ valueMinor, customers, minutes, contacted }: ContactPart, contact: string | null = null) => ({
      contact,
      customers,
      value: valueMinor,
      minutes,
      contacted,
    });
    const covered = (of: (part: ContactPart) => number): number | null => {
      const total = sum(all.map(of));
      return total === 0 ? null : 1 - of(nobody) / total;
    };
    return {
      ...is,
      contacts: contacts.map((one) => shown(one, one.contact)),
      others: shown(others),
      nobody: shown(nobody),
      coverage: covered(({ contacted }) => contacted),
      minutesCoverage: covered(({ minutes }) => minutes),
    };
  },
};
