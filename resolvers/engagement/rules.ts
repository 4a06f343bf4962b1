import { countEngagement } from '../../domain/engagement/count.ts';
import { engagementRuleSetSchema, type EngagementRuleSet } from '../../domain/engagement/rules.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import type { EngagementRuleInput } from '../../schema/generated.ts';
import { history } from '../../store/events/history.ts';
import { currentRuleSet, getRuleSet, publishRuleSet } from '../../store/definitions/rules.ts';
import type { RequestContext } from '../serve/context.ts';
import { idsOf } from '../../store/customers/survivors.ts';
import type { MutationResolvers, QueryResolvers } from '../generated.ts';
import { idempotent } from '../serve/idempotency.ts';
import { requireIdentifier } from '../wire/identifiers.ts';
import type { CustomerModel } from '../models.ts';
import { termsOf } from './scores.ts';
import { toUserError } from '../serve/user-errors.ts';

const MAX_PREVIEWED = 20;

/** Rules from outside as a rule set. @throws InvalidInputError naming the rule and field */
function ruleSetFrom(
  rules: readonly EngagementRuleInput[],
  version: number,
  path: readonly string[],
): EngagementRuleSet {
  const parsed = engagementRuleSetSchema.safeParse({ version, rules });
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new InvalidInputError([...path, ...issue.path.map(String)], issue.message);
}

async function previewOf(customer: CustomerModel, proposed: EngagementRuleSet, { db }: RequestContext) {
  const { events, influence } = await history(db, ...idsOf(customer.record));
  const tally = countEngagement(events, influence, proposed);
  return {
    customer,
    current: customer.record.summary.engagement.points,
    proposed: tally.points,
    breakdown: termsOf(tally, proposed),
  };
}

export const engagementRuleQueries: Pick<QueryResolvers, 'engagementRuleSet' | 'engagementPreview'> = {
  engagementRuleSet: (_, { version }, { db }) =>
    version === null || version === undefined ? currentRuleSet(db) : getRuleSet(db, version),

  engagementPreview: async (_, { rules, customers }, context) => {
    if (customers.length > MAX_PREVIEWED)
      throw new InvalidInputError(
        ['customers'],
        `At most ${MAX_PREVIEWED} customers in one preview; got ${customers.length}.`,
        { code: 'PAGE_SIZE' },
      );
    const proposed = ruleSetFrom(rules, 1, []);
    const found = await Promise.all(
      customers.map((by, index) =>
        context.loaders.customerBy.load(requireIdentifier(context.principal, by, ['customers', String(index)])),
      ),
    );
    return Promise.all(
      found.map((customer, index) => {
        if (customer === null)
          throw new InvalidInputError(['customers', String(index)], 'There is no such customer.', {
            code: 'UNKNOWN_CUSTOMER',
          });
        return previewOf(customer, proposed, context);
      }),
    );
  },
};

export const engagementRuleMutations: Pick<MutationResolvers, 'engagementRuleSetPublish'> = {
  engagementRuleSetPublish: async (_, { input }, context) => {
    try {
      if (input.rules.length === 0)
        throw new InvalidInputError(
          ['input', 'rules'],
          'A rule set has at least one rule: without any, everybody would have no points. For points that count nothing, weigh a rule with 0.',
        );
      const ruleSet = ruleSetFrom(input.rules, input.expectedVersion + 1, ['input']);
      await idempotent(context, 'engagementRuleSetPublish', input, async () => {
        await publishRuleSet(context.db, ruleSet);
        return null;
      });
      return { ruleSet, userErrors: [] };
    } catch (error) {
      return { ruleSet: null, userErrors: [toUserError(error)] };
    }
  },
};
