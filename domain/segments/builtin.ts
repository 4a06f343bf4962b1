import { InvalidInputError } from '../errors.ts';
import { RFM_GROUPS } from '../profile/profile.ts';
import type { RfmGroup } from '../profile/profile.ts';
import { RFM_ROLES, type SegmentRole } from './roles.ts';
import { parseSegmentRule } from './rules.ts';
import type { SegmentRule } from './rules.ts';

export interface SegmentDefinition {
  /** Stable name in queries: lower case words joined by hyphens. */
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly kind: 'RFM' | 'RULE' | 'LIST';
  /** What is to be done with its customers; null or absent where nobody said. */
  readonly role?: SegmentRole | null;
  readonly rule: SegmentRule;
}

const RFM_NAMES: Readonly<Record<RfmGroup, readonly [name: string, description: string]>> = {
  CHAMPIONS: ['Champions', 'Bought recently, often, and for much'],
  LOYAL_CUSTOMERS: ['Loyal customers', 'Buy often and for much, not only lately'],
  POTENTIAL_LOYALISTS: ['Potential loyalists', 'Bought recently, more than once or for a fair amount'],
  NEW_CUSTOMERS: ['New customers', 'Bought very recently, little so far'],
  PROMISING: ['Promising', 'Bought recently, little so far'],
  NEED_ATTENTION: ['Need attention', 'Average in everything'],
  ABOUT_TO_SLEEP: ['About to sleep', 'Below average and not lately'],
  AT_RISK: ['At risk', 'Used to buy a fair amount, long ago'],
  CANNOT_LOSE_THEM: ['Cannot lose them', 'Used to buy most of all, long ago'],
  HIBERNATING: ['Hibernating', 'Bought little, long ago'],
  LOST: ['Lost', 'Bought little, longest ago'],
};

/** Segment key of an RFM group: `rfm-champions`. */
export const rfmSegmentKey = (group: RfmGroup): string => `rfm-${group.toLowerCase().replaceAll('_', '-')}`;

export const rfmSegments: readonly SegmentDefinition[] = RFM_GROUPS.map((group) => {
  const [name, description] = RFM_NAMES[group];
  return {
    key: rfmSegmentKey(group),
    name,
    description,
    kind: 'RFM',
    role: RFM_ROLES[group],
    rule: { field: 'rfmGroup', op: 'EQ', value: group },
  };
});

const RFM_KEYS: ReadonlySet<string> = new Set(rfmSegments.map(({ key }) => key));

/** The segments of a customer but for the one their RFM group says: it follows from that. */
export const withoutRfm = (keys: readonly string[]): readonly string[] => keys.filter((key) => !RFM_KEYS.has(key));

/** The reverse of {@link withoutRfm}; sorted as it was. */
export const withRfm = (keys: readonly string[], group: RfmGroup): readonly string[] =>
  [...keys, rfmSegmentKey(group)].sort();

const ruleSegment = (key: string, name: string, description: string, rule: unknown): SegmentDefinition => ({
  key,
  name,
  description,
  kind: 'RULE',
  rule: parseSegmentRule(rule),
});

/** Rule segments every deployment starts with. Relative (percentiles) where an amount would depend on the currency. */
export const defaultRuleSegments: readonly SegmentDefinition[] = [
  ruleSegment(
    'hidden-influencers',
    'Hidden influencers',
    'Buy little themselves; much of what others buy is owed to them',
    {
      all: [
        { field: 'directValuePercentile', op: 'LTE', value: 50 },
        { field: 'networkValue', op: 'GT', value: 0 },
        { field: 'networkValuePercentile', op: 'GTE', value: 80 },
      ],
    },
  ),
  ruleSegment(
    'advocates',
    'Advocates',
    'Brought in customers who are worth more to the company than was passed on for their own coming',
    {
      all: [{ field: 'referralValue', op: 'GT', value: 0 }],
    },
  ),
  ruleSegment('win-back', 'Win back', 'Among the most valuable fifth, but unlikely to order again', {
    all: [
      { field: 'lapsed', op: 'EQ', value: true },
      { field: 'totalValuePercentile', op: 'GTE', value: 80 },
    ],
  }),
  ruleSegment('keep-warm', 'Keep warm', 'Waiting longer than they usually do, not lapsed yet', {
    all: [
      { field: 'overdueDays', op: 'GT', value: 0 },
      { field: 'lapsed', op: 'EQ', value: false },
    ],
  }),
  ruleSegment(
    'valuable-with-complaint',
    'Valuable, with an open complaint',
    'Among the most valuable fifth, waiting for an answer',
    {
      all: [
        { field: 'hasOpenComplaint', op: 'EQ', value: true },
        { field: 'totalValuePercentile', op: 'GTE', value: 80 },
      ],
    },
  ),
  ruleSegment('broad-buyers', 'Broad buyers', 'Bought from three or more assortment groups', {
    all: [{ field: 'assortmentGroupCount', op: 'GTE', value: 3 }],
  }),
  ruleSegment(
    'low-yield',
    'Low yield',
    'Worth least, now and in time to come, without those who bring others in or are followed',
    {
      all: [
        { field: 'totalValuePercentile', op: 'LTE', value: 20 },
        { not: { field: 'networkValue', op: 'GT', value: 0 } },
        { not: { field: 'referralValue', op: 'GT', value: 0 } },
      ],
    },
  ),
  ruleSegment('engaged-not-buying', 'Engaged, not buying', 'Follow what happens, without an order so far', {
    all: [
      { field: 'engagement', op: 'GTE', value: 50 },
      { field: 'orders', op: 'EQ', value: 0 },
    ],
  }),
];

export const builtinSegments: readonly SegmentDefinition[] = [...rfmSegments, ...defaultRuleSegments];

/** Keys nobody else can take. */
export const BUILTIN_KEYS: ReadonlySet<string> = new Set(builtinSegments.map(({ key }) => key));

const KEY = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** A key for a new segment. @throws InvalidInputError INVALID for one that is none */
export function checkedKey(key: string, field: readonly string[]): string {
  if (KEY.test(key) && key.length <= 60) return key;
  throw new InvalidInputError(
    field,
    'A key is lower case words joined by hyphens, at most 60 characters, e.g. "big-spenders".',
  );
}
