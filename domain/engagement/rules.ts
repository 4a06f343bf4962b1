import * as z from 'zod';
import { INTERACTION_TYPES } from '../events.ts';

/** Who owns a rule; the departments' points sum to the total. */
export const DEPARTMENTS = ['MARKETING', 'SALES', 'SERVICE'] as const;
export type Department = (typeof DEPARTMENTS)[number];

/**
 * How a rule counts what triggers it.
 *
 * - `PER_EVENT`: each event once; an event of an `endedBy` type takes back what it is about.
 * - `ONCE`: at most once per customer.
 * - `HIGHEST_STAGE_PER_OBJECT`: among the rules of one `stageOf`, each object (a newsletter issue) counts once, for the rule
 *   that gives most.
 * - `PER_DISTINCT_GROUP`: per assortment group bought from, starting with group number `fromCount`.
 * - `WHILE_STATE_HOLDS`: per object (a followed account), as long as no `endedBy` event came after the trigger.
 */
export const RULE_COUNTINGS = [
  'PER_EVENT',
  'ONCE',
  'HIGHEST_STAGE_PER_OBJECT',
  'PER_DISTINCT_GROUP',
  'WHILE_STATE_HOLDS',
] as const;
export type RuleCounting = (typeof RULE_COUNTINGS)[number];

const interactionType = z.enum(INTERACTION_TYPES);
const points = z.int().min(0).max(1_000_000);

export const engagementRuleSchema = z
  .strictObject({
    key: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,39}$/, 'a rule key is lower case words joined by hyphens, e.g. "social-like"'),
    label: z.string().min(1).max(120),
    department: z.enum(DEPARTMENTS),
    counting: z.enum(RULE_COUNTINGS),
    /** Interaction types that earn the points; empty for PER_DISTINCT_GROUP, which counts orders. */
    triggers: z.array(interactionType).max(INTERACTION_TYPES.length).default([]),
    /** Interaction types that take them back. */
    endedBy: z.array(interactionType).max(INTERACTION_TYPES.length).default([]),
    points,
    /** Other points when the influence Kring had published of the customer by the time of the event is above a threshold; the highest passed wins. */
    variants: z
      .array(z.strictObject({ whenInfluenceAbove: z.number().min(0).max(100), points }))
      .max(10)
      .default([]),
    /** HIGHEST_STAGE_PER_OBJECT: the ladder of which this rule is one stage. */
    stageOf: z.string().min(1).max(40).nullable().default(null),
    /** PER_DISTINCT_GROUP: the first group that counts; 2 means "from the second group on". */
    fromCount: z.int().min(1).max(1000).default(1),
  })
  .superRefine((rule, context) => {
    const wrong = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message });
    const countsOrders = rule.counting === 'PER_DISTINCT_GROUP';
    if (countsOrders && rule.triggers.length > 0)
      wrong('triggers', 'a PER_DISTINCT_GROUP rule counts orders and has no interaction triggers');
    if (!countsOrders && rule.triggers.length === 0)
      wrong('triggers', `a ${rule.counting} rule needs at least one trigger, e.g. ["SOCIAL_LIKE"]`);
    if (rule.counting === 'WHILE_STATE_HOLDS' && rule.endedBy.length === 0)
      wrong('endedBy', 'a WHILE_STATE_HOLDS rule needs the type that ends the state, e.g. ["SOCIAL_UNFOLLOW"]');
    if (rule.endedBy.length > 0 && rule.counting !== 'WHILE_STATE_HOLDS' && rule.counting !== 'PER_EVENT')
      wrong('endedBy', `a ${rule.counting} rule cannot be ended`);
    if (rule.endedBy.some((type) => rule.triggers.includes(type)))
      wrong('endedBy', 'one type cannot both earn and take back');
    if ((rule.stageOf !== null) !== (rule.counting === 'HIGHEST_STAGE_PER_OBJECT'))
      wrong('stageOf', 'stageOf belongs to HIGHEST_STAGE_PER_OBJECT rules, and only to them');
    if (countsOrders && rule.variants.length > 0)
      wrong('variants', 'a PER_DISTINCT_GROUP rule has no influence variants');
  });

export const engagementRuleSetSchema = z
  .strictObject({
    version: z.int().min(1).max(999_999),
    rules: z.array(engagementRuleSchema).max(100),
  })
  .superRefine((set, context) => {
    const seen = new Set<string>();
    for (const [index, rule] of set.rules.entries()) {
      if (seen.has(rule.key))
        context.addIssue({
          code: 'custom',
          path: ['rules', index, 'key'],
          message: `the key "${rule.key}" is used twice`,
        });
      seen.add(rule.key);
    }
  });

export type EngagementRule = Readonly<z.infer<typeof engagementRuleSchema>>;
export interface EngagementRuleSet {
  readonly version: number;
  /** The state of the products' costs, which summaries are folded with as well; absent where no product has one. Not part of the rules. */
  readonly costsVersion?: number | undefined;
  readonly rules: readonly EngagementRule[];
}

/**
 * Version 1: newsletter received 10, opened 20, read 30 as levels of one issue; following 15 while it holds; a like 10, or 20
 * when influence is above 35 (35 itself and unknown give 10); 10 per assortment group from the second group on.
 */
export const defaultRuleSet: EngagementRuleSet = engagementRuleSetSchema.parse({
  version: 1,
  rules: [
    {
      key: 'newsletter-received',
      label: 'Newsletter received',
      department: 'MARKETING',
      counting: 'HIGHEST_STAGE_PER_OBJECT',
      triggers: ['NEWSLETTER_RECEIVED'],
      points: 10,
      stageOf: 'newsletter',
    },
    {
      key: 'newsletter-opened',
      label: 'Newsletter opened',
      department: 'MARKETING',
      counting: 'HIGHEST_STAGE_PER_OBJECT',
      triggers: ['NEWSLETTER_OPENED'],
      points: 20,
      stageOf: 'newsletter',
    },
    {
      key: 'newsletter-read',
      label: 'Newsletter read',
      department: 'MARKETING',
      counting: 'HIGHEST_STAGE_PER_OBJECT',
      triggers: ['NEWSLETTER_READ'],
      points: 30,
      stageOf: 'newsletter',
    },
    {
      key: 'social-follow',
      label: 'Follows on social media',
      department: 'MARKETING',
      counting: 'WHILE_STATE_HOLDS',
      triggers: ['SOCIAL_FOLLOW'],
      endedBy: ['SOCIAL_UNFOLLOW'],
      points: 15,
    },
    {
      key: 'social-like',
      label: 'Like on social media',
      department: 'MARKETING',
      counting: 'PER_EVENT',
      triggers: ['SOCIAL_LIKE'],
      endedBy: ['SOCIAL_UNLIKE'],
      points: 10,
      variants: [{ whenInfluenceAbove: 35, points: 20 }],
    },
    {
      key: 'assortment-groups',
      label: 'Buys from several assortment groups',
      department: 'SALES',
      counting: 'PER_DISTINCT_GROUP',
      points: 10,
      fromCount: 2,
    },
  ],
});
