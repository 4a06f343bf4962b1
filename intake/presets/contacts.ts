import type { Preset, SourceRecord, Translated, Translation } from './preset.ts';

const contacts = (
  contact: (of: SourceRecord) => { readonly customer: string; readonly email: string },
): Translation => ({
  fields: ['customer', 'displayName', 'email'],
  ids: {},
  translate: (group) =>
    group.map((of) => ({
      of,
      values: {
        ...contact(of),
        displayName: [of.cell('First Name'), of.cell('Last Name')].filter((part) => part !== '').join(' '),
      },
    })),
});

/** What a list says of a customer, a fact each; `at` where the file has a date, else the caller says of when it is. */
const facts = (
  fields: readonly string[],
  factsIn: (of: SourceRecord) => readonly Readonly<Record<string, string>>[],
): Translation => ({
  fields: ['customer', 'type', 'value', 'detail', ...fields],
  ids: {},
  translate: (group) =>
    group.flatMap((of): Translated[] =>
      factsIn(of)
        .filter(({ value }) => value !== '')
        .map((values) => ({ of, values })),
    ),
});

const countryIn = (text: string): string => (/^[A-Za-z]{2}$/.test(text) ? text.toUpperCase() : '');
const isYes = (text: string): boolean => /^(yes|true|1)$/i.test(text);

function shopifyFacts(of: SourceRecord): readonly Readonly<Record<string, string>>[] {
  const customer = of.cell('Email');
  // A no may never have been asked: only what was said is kept.
  const consent = (type: string, ...columns: string[]) => ({
    customer,
    type,
    value: isYes(of.cell(...columns)) ? 'GRANTED' : '',
    detail: 'shopify',
  });
  return [
    { customer, type: 'COUNTRY', value: countryIn(of.cell('Default Address Country Code', 'Country Code')) },
    { customer, type: 'REGION', value: of.cell('Default Address Province Code', 'Province Code') },
    { customer, type: 'LIFESTYLE', value: of.cell('Tags') },
    consent('CONSENT_EMAIL', 'Accepts Email Marketing', 'Accepts Marketing'),
    consent('CONSENT_PHONE', 'Accepts SMS Marketing'),
  ];
}

/** Stages of HubSpot as those of a lead. */
const STAGES: Readonly<Record<string, string>> = {
  lead: 'NEW',
  new: 'NEW',
  open: 'NEW',
  'marketing qualified lead': 'CONTACTED',
  'attempted to contact': 'CONTACTED',
  connected: 'CONTACTED',
  'in progress': 'CONTACTED',
  'sales qualified lead': 'QUALIFIED',
  opportunity: 'PROPOSAL',
  'open deal': 'PROPOSAL',
  customer: 'WON',
  unqualified: 'LOST',
};

function hubspotFacts(of: SourceRecord): readonly Readonly<Record<string, string>>[] {
  const customer = of.cell('Email') || of.cell('Record ID', 'Record ID - Contact', 'Contact ID');
  const at = of.cell('Last Modified Date') || of.cell('Create Date');
  const status = STAGES[of.cell('Lead Status').toLowerCase()] ?? '';
  const stage = STAGES[of.cell('Lifecycle Stage').toLowerCase()] ?? '';
  const told = [
    { type: 'LEAD', value: status === 'LOST' ? status : stage || status, detail: of.cell('Contact owner') },
    { type: 'COUNTRY', value: countryIn(of.cell('Country/Region', 'Country')) },
    { type: 'REGION', value: of.cell('State/Region') },
    {
      type: 'CONSENT_EMAIL',
      value: isYes(of.cell('Unsubscribed from all email')) ? 'WITHDRAWN' : '',
      detail: 'hubspot',
    },
  ];
  return told.map((fact) => ({ ...fact, customer, at }));
}

/** Lists of customers and contacts: who they are, and what is told of them, without what they did. */
export const contactLists: readonly Preset<'customers' | 'facts'>[] = [
  {
    name: 'shopify-customers',
    header: [
      'First Name',
      'Last Name',
      'Email',
      ['Accepts Email Marketing', 'Accepts Marketing'],
      'Total Spent',
      ['Total Orders', 'Orders Count'],
    ],
    source: 'shopify',
    describes: {
      file: 'Shopify: Customers → Export',
      becomes:
        'Email → customer, as in the orders; First Name and Last Name → name. Total Spent and Total Orders are not taken: orders say them. As `facts` (with `--set at=DATE`, since the file has no dates): country and province code, Tags → LIFESTYLE, a yes to e-mail or SMS marketing → consent',
      refused: 'customers without e-mail. A no to marketing may never have been asked: not taken',
    },
    kinds: {
      customers: { translation: contacts((of) => ({ customer: of.cell('Email'), email: of.cell('Email') })) },
      facts: { translation: facts([], shopifyFacts) },
    },
  },
  {
    name: 'hubspot-contacts',
    header: [
      ['Record ID', 'Record ID - Contact', 'Contact ID'],
      'First Name',
      'Last Name',
      'Email',
      ['Lifecycle Stage', 'Lead Status', 'Contact owner', 'Marketing contact status', 'Create Date'],
    ],
    source: 'hubspot',
    describes: {
      file: 'HubSpot: Contacts → Export (CSV)',
      becomes:
        'Email → customer, so that they meet those of the shop, else the Record ID; First Name and Last Name → name. As `facts`, dated by Last Modified Date (else Create Date): Lead Status and Lifecycle Stage with the owner → LEAD, country (two letters), region, unsubscribed from all → consent withdrawn',
      refused: 'contacts without e-mail and id',
    },
    kinds: {
      customers: {
        translation: contacts((of) => ({
          customer: of.cell('Email') || of.cell('Record ID', 'Record ID - Contact', 'Contact ID'),
          email: of.cell('Email'),
        })),
      },
      facts: { translation: facts(['at'], hubspotFacts) },
    },
  },
];
