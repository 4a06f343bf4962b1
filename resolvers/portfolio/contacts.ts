import type { ContactPart } from '../../domain/portfolio/contacts.ts';
import { standingWords } from '../../domain/summary/standing.ts';
import { absences } from '../experience/known-events.ts';
import type { CustomerResolvers, QueryResolvers } from '../generated.ts';
import type { CustomerModel } from '../models.ts';
import type { RequestContext } from '../serve/context.ts';
import { scored } from '../value/provenance.ts';
import { partsOf, sum } from './part.ts';

const EARLIER = 'The summary is of an earlier release; the next run counts anew.';
const NOBODY = 'Nobody is told to be: the fact CONTACT, or the owner of a lead.';

/** The readers' today: that of the visible run, before the first now. */
const todayOf = ({ generation }: CustomerModel, { db }: RequestContext): number => generation?.asOf ?? db.clock();

export const contactFields: Pick<CustomerResolvers, 'trustedContact' | 'dimensions'> = {
  trustedContact: (customer, _, context) => {
    const { standing, sources } = customer.record.summary;
    const contact = standing?.contact ?? null;
    const stands = contact !== null && (contact.until === null || contact.until > todayOf(customer, context));
    return {
      name: stands ? contact.value : null,
      since: stands ? contact.since : null,
      until: stands ? contact.until : null,
      reason: stands ? null : sources === null ? EARLIER : NOBODY,
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
