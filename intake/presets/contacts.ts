import type { Preset, SourceRecord, Translation } from './preset.ts';

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

/** Lists of customers and contacts: who they are, without what they did. */
export const contactLists: readonly Preset<'customers'>[] = [
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
        'Email → customer, as in the orders; First Name and Last Name → name. Total Spent and Total Orders are not taken: orders say them',
      refused: 'customers without e-mail',
    },
    kinds: {
      customers: { translation: contacts((of) => ({ customer: of.cell('Email'), email: of.cell('Email') })) },
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
        'Email → customer, so that they meet those of the shop, else the Record ID; First Name and Last Name → name. Stages, owners and dates are not taken yet',
      refused: 'contacts without e-mail and id',
    },
    kinds: {
      customers: {
        translation: contacts((of) => ({
          customer: of.cell('Email') || of.cell('Record ID', 'Record ID - Contact', 'Contact ID'),
          email: of.cell('Email'),
        })),
      },
    },
  },
];
