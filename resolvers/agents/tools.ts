/** What an agent can ask: each tool one document of the API, so that keys, scopes, masks and costs are those of everybody. None of them changes anything. */
import * as z from 'zod';

// Answers of our own documents, read as the documents ask for them.
interface Amount {
  readonly amount: string;
  readonly minorUnits: number;
  readonly currencyCode: string;
}

/** Terms that sum to a total, each with the ids it can be followed by. Amounts in whole units, exact; `minorUnits` are what adds up. */
export interface Sum {
  readonly of: string;
  readonly total: Amount;
  readonly terms: readonly { readonly label: string; readonly amount: Amount; readonly ids: readonly string[] }[];
}

export interface Tool<Input extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly description: string;
  readonly input: Input;
  readonly query: string;
  readonly variables: (input: z.infer<Input>) => Record<string, unknown>;
  /** What of the answer adds up. */
  readonly sums: (data: never) => readonly Sum[];
}

const MONEY = '{ amount minorUnits currencyCode }';
const who = z
  .strictObject({
    id: z.string().optional().describe('the id another tool answered with'),
    source: z.string().optional().describe('with externalId: the system that knows the customer'),
    externalId: z.string().optional().describe("the customer's id in that system"),
    email: z.string().optional().describe('an e-mail address; needs pii:read'),
  })
  .describe('one customer: id, or source and externalId, or email');
const by = ({ id, source, externalId, email }: z.infer<typeof who>): Record<string, unknown> =>
  id !== undefined
    ? { id }
    : email !== undefined
      ? { email }
      : { externalId: { source: source ?? '', id: externalId ?? '' } };

interface Term {
  readonly label: string;
  readonly amount: Amount;
}
interface Valued {
  readonly id: string;
  readonly displayName: string | null;
  readonly value: { readonly total: Amount; readonly breakdown: readonly Term[] } | null;
}
const VALUED = `id displayName value { total ${MONEY} breakdown { label amount ${MONEY} } }`;

const sumOf = ({ id, displayName, value }: Valued): Sum[] =>
  value === null
    ? []
    : [
        {
          of: `total value of ${displayName ?? id}`,
          total: value.total,
          terms: value.breakdown.map(({ label, amount }) => ({ label, amount, ids: [id] })),
        },
      ];

interface Flows {
  readonly total: Amount;
  readonly rest: Amount;
  readonly flows: readonly { readonly amount: Amount; readonly customer: { readonly id: string } | null }[];
}
const FLOWS = `{ total ${MONEY} rest ${MONEY} flows { amount ${MONEY} customer { id displayName } } }`;

const flowSum = (of: string, { total, rest, flows }: Flows): Sum => ({
  of,
  total,
  terms: [
    ...flows.map(({ amount, customer }) => ({ label: 'flow', amount, ids: customer === null ? [] : [customer.id] })),
    { label: 'what is not listed', amount: rest, ids: [] },
  ],
});

const tool = <Input extends z.ZodType>(one: Tool<Input>): Tool => one as unknown as Tool;

export const TOOLS: readonly Tool[] = [
  tool({
    name: 'find_customers',
    description:
      'The most valuable customers, or the members of a segment, with what each is worth and the terms it is the sum of. Use the ids with the other tools.',
    input: z.strictObject({
      segment: z.string().optional().describe('key of a segment; left out: everybody'),
      minTotal: z
        .string()
        .optional()
        .describe('only customers worth at least this much, in whole units: "100"; not with segment'),
      first: z.int().min(1).max(50).default(10),
    }),
    query: `query ($segment: String, $inSegment: Boolean!, $filter: CustomerFilter, $first: Int!) {
      segment(key: $segment) @include(if: $inSegment) { key name size { count } members(first: $first) { nodes { ${VALUED} } } }
      customers(first: $first, filter: $filter) @skip(if: $inSegment) { totalCount { count precision } nodes { ${VALUED} } }
    }`,
    variables: ({ segment, minTotal, first }) => ({
      first,
      segment: segment ?? null,
      inSegment: segment !== undefined,
      filter: minTotal === undefined ? null : { totalValue: { min: minTotal } },
    }),
    sums: (data: { segment?: { members: { nodes: Valued[] } } | null; customers?: { nodes: Valued[] } }) =>
      (data.segment?.members.nodes ?? data.customers?.nodes ?? []).flatMap(sumOf),
  }),
  tool({
    name: 'explain_value',
    description:
      'Why a customer is worth what they are: own orders, what referrals and ties moved to and from whom, what is still expected. The terms sum to the total, the flows to their terms.',
    input: z.strictObject({ customer: who, flows: z.int().min(1).max(20).default(5) }),
    query: `query ($by: CustomerIdentifier!, $flows: Int!) { customer(by: $by) {
      ${VALUED} influence { score } rfm { group } lifecycle { quarter stage } segments { key name }
      details: value {
        provenance { asOf runId method missingInputs }
        referralValue { received(first: $flows) ${FLOWS} }
        networkValue { received(first: $flows) ${FLOWS} }
      }
      orders(first: 5) { nodes { id placedAt net ${MONEY} } }
    } }`,
    variables: ({ customer, flows }) => ({ by: by(customer), flows }),
    sums: ({
      customer,
    }: {
      customer:
        | (Valued & {
            details: {
              referralValue: { received: Flows | null } | null;
              networkValue: { received: Flows | null } | null;
            } | null;
          })
        | null;
    }) => {
      if (customer === null) return [];
      const { referralValue, networkValue } = customer.details ?? { referralValue: null, networkValue: null };
      return [
        ...sumOf(customer),
        ...(referralValue?.received == null ? [] : [flowSum('received through referrals', referralValue.received)]),
        ...(networkValue?.received == null ? [] : [flowSum('received through ties', networkValue.received)]),
      ];
    },
  }),
  tool({
    name: 'why_in_segment',
    description: 'Whether a customer is in a segment and why: each condition of the rule with what the customer has.',
    input: z.strictObject({
      segment: z.string().describe('key of the segment'),
      customerId: z.string().describe('id of the customer'),
    }),
    query: `query ($segment: String!, $customer: ID!) { segment(key: $segment) { key name rule { text } explain(customerId: $customer) {
      isMember holds reason asOf conditions { text holds actual } customer { ${VALUED} } } } }`,
    variables: ({ segment, customerId }) => ({ segment, customer: customerId }),
    sums: ({ segment }: { segment: { explain: { customer: Valued } | null } | null }) =>
      segment?.explain == null ? [] : sumOf(segment.explain.customer),
  }),
  tool({
    name: 'who_is_leaving',
    description:
      'Whose leaving would cost most: by their own orders, or by what others are worth only through them (never to be added up). With what each is worth and its terms.',
    input: z.strictObject({ by: z.enum(['OWN', 'NETWORK']).default('OWN'), first: z.int().min(1).max(50).default(10) }),
    query: `query ($by: LeavingOrder!, $first: Int!) { leaving(by: $by, first: $first) { status reason asOf listed ownExpected ${MONEY}
      customers { returnProbability ownExpected ${MONEY} networkExpected ${MONEY} customer { ${VALUED} } } } }`,
    variables: ({ by: order, first }) => ({ by: order, first }),
    sums: ({ leaving }: { leaving: { customers: { customer: Valued | null }[] } }) =>
      leaving.customers.flatMap(({ customer }) => (customer === null ? [] : sumOf(customer))),
  }),
  tool({
    name: 'what_changed',
    description:
      'How the total value of all customers came from one day to another: orders, refunds, rewards, what is expected. The drivers sum to the change.',
    input: z.strictObject({ from: z.iso.date().describe('2025-01-01'), to: z.iso.date().describe('2025-03-31') }),
    query: `query ($from: DateTime!, $to: DateTime!) { portfolioChange(from: $from, to: $to) { status reason fromAsOf toAsOf
      from ${MONEY} to ${MONEY} change ${MONEY} unexplained ${MONEY} drivers { key amount ${MONEY} } } }`,
    variables: ({ from, to }) => ({ from: `${from}T00:00:00Z`, to: `${to}T23:59:59Z` }),
    sums: ({
      portfolioChange: { change, unexplained, drivers },
    }: {
      portfolioChange: {
        change: Amount | null;
        unexplained: Amount | null;
        drivers: { key: string; amount: Amount }[];
      };
    }) =>
      change === null
        ? []
        : [
            {
              of: 'change of total value',
              total: change,
              terms: [
                ...drivers.map(({ key, amount }) => ({ label: key, amount, ids: [] })),
                ...(unexplained === null ? [] : [{ label: 'unexplained', amount: unexplained, ids: [] }]),
              ],
            },
          ],
  }),
  tool({
    name: 'preview_rule',
    description:
      'Which of up to 20 customers a segment rule would take, before it is one, and why; nothing is stored. Rules read like: orders >= 2 and totalValue > 50000 (money in minor units).',
    input: z.strictObject({ rule: z.string(), customers: z.array(who).min(1).max(20) }),
    query: `query ($rule: String!, $customers: [CustomerIdentifier!]!) { segmentPreview(ruleText: $rule, customers: $customers) {
      holds reason asOf conditions { text holds actual } customer { ${VALUED} } } }`,
    variables: ({ rule, customers }) => ({ rule, customers: customers.map(by) }),
    sums: ({ segmentPreview }: { segmentPreview: ({ customer: Valued } | null)[] }) =>
      segmentPreview.flatMap((one) => (one === null ? [] : sumOf(one.customer))),
  }),
];
