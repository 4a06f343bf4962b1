import { InvalidInputError } from '../../domain/errors.ts';
import { minutesOn } from '../../domain/portfolio/attention.ts';
import { customersAt, heldBy, percentWithin, type Curve } from '../../domain/portfolio/curve.ts';
import type { Attention, Curves } from '../../published/aggregates.ts';
import type { FocusMeasure } from '../../schema/generated.ts';
import { FOCUS_LISTED, listedWithin } from '../../domain/portfolio/focus.ts';
import type { FocusOpportunityResolvers, FocusReportResolvers, QueryResolvers } from '../generated.ts';
import { blockersOf } from '../opportunities/blockers.ts';
import { pageSize } from '../wire/paging.ts';
import { partsOf } from './part.ts';

const CURVE_OF: Readonly<Record<FocusMeasure, keyof Curves>> = {
  CURRENT: 'current',
  POTENTIAL: 'potential',
  NETWORK: 'network',
  TOTAL: 'total',
};

const NO_MODEL = 'No lifetime-value model has run yet, because nobody has bought.';

const nothing = {
  customers: null,
  of: null,
  value: null,
  precision: null,
  total: null,
  valueShare: null,
  negative: null,
  gini: null,
  curve: [],
  attention: null,
};

const NOTHING_LOGGED = 'No interaction says how many minutes of human contact it took: `effortMinutes`.';

/** Where human contact went, of a focus group; null where none was logged. */
function attentionOn(attention: Attention, by: keyof Curves, share: number, of: number) {
  const curve = attention.by?.[by] ?? null;
  if (curve === null) return null;
  const { minutes, isExact } = minutesOn(curve, of, Math.round(share * of));
  return {
    minutes,
    precision: isExact ? ('EXACT' as const) : ('AT_LEAST' as const),
    of: attention.minutes,
    share: minutes / attention.minutes,
    contacts: attention.contacts,
    customers: attention.customers,
    fragmentation: curve.fragmentation,
  };
}

function numbersOf(curve: Curve, share: number) {
  const { customers: of, pointsMinor, negativeMinor, gini } = curve;
  const { customers, heldMinor, isExact } = heldBy(curve, share);
  const total = pointsMinor.at(-1)!;
  const shareOf = (minor: number): number | null => (total > 0 ? minor / total : null);
  return {
    customers,
    of,
    value: heldMinor,
    precision: isExact ? ('EXACT' as const) : ('AT_LEAST' as const),
    total,
    valueShare: shareOf(heldMinor),
    negative: negativeMinor,
    gini,
    curve: pointsMinor.map((minor, percent) => ({
      percent,
      customers: customersAt(percent, of),
      value: minor,
      valueShare: shareOf(minor),
    })),
  };
}

export const focusQueries: Pick<QueryResolvers, 'focus'> = {
  focus: async (_, { share, by }, context) => {
    if (!(share >= 0 && share <= 1))
      throw new InvalidInputError(['share'], 'share is a part of the customers, from 0 to 1: 0.2 is one in five.', {
        code: 'BAD_USER_INPUT',
      });
    const [{ is, parts }, logged] = await Promise.all([
      partsOf(context, ['curves']),
      // Apart: a run of an earlier release has curves alone.
      partsOf(context, ['attention']),
    ]);
    const curve = parts?.curves[CURVE_OF[by]] ?? null;
    if (parts === null) return { ...is, by, share, ...nothing, attentionReason: is.reason };
    if (curve === null)
      return { ...is, status: 'NOT_COMPUTED', reason: NO_MODEL, by, share, ...nothing, attentionReason: NO_MODEL };
    const known = logged.parts?.attention ?? null;
    const attention = known === null ? null : attentionOn(known, CURVE_OF[by], share, curve.customers);
    const attentionReason = attention === null ? (logged.is.reason ?? NOTHING_LOGGED) : null;
    return { ...is, by, share, ...numbersOf(curve, share), attention, attentionReason };
  },
};

const NO_OPPORTUNITIES = {
  precision: null,
  customers: null,
  expected: null,
  of: null,
  expectedShare: null,
  list: [],
};

export const focusFields: Pick<FocusReportResolvers, 'opportunities'> = {
  opportunities: async ({ by, customers, of, status, reason }, { first }, context) => {
    const size = Math.min(FOCUS_LISTED, pageSize(first));
    const { is, parts } = await partsOf(context, ['focus']);
    const curve = parts?.focus.by[CURVE_OF[by]] ?? null;
    if (parts === null || curve === null || customers === null || of === null)
      return { status: 'NOT_COMPUTED', reason: is.reason ?? reason ?? NO_MODEL, ...NO_OPPORTUNITIES };
    const percent = percentWithin(of, customers);
    const listed = listedWithin(parts.focus.list, CURVE_OF[by], percent).slice(0, size);
    const people = await Promise.all(listed.map(({ customer }) => context.loaders.customer.load(customer)));
    const [expected, all] = [curve.expectedMinor[percent]!, curve.expectedMinor.at(-1)!];
    return {
      status,
      reason: null,
      precision: customersAt(percent, of) === customers ? 'EXACT' : 'AT_LEAST',
      customers: curve.customers[percent]!,
      expected,
      of: all,
      expectedShare: all > 0 ? expected / all : null,
      list: listed.map(({ kind, target, probability, marginMinor, expectedMinor }, k) => ({
        customer: people[k]!,
        kind,
        target,
        probability,
        expectedMargin: marginMinor,
        expectedOverLifetime: expectedMinor,
      })),
    };
  },
};

export const focusOpportunityFields: Pick<FocusOpportunityResolvers, 'blockedBy'> = {
  blockedBy: ({ customer }, _, context) => (customer === null ? null : blockersOf(customer, context)),
};
