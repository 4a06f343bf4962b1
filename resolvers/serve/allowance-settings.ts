import * as z from 'zod';
import { DEFAULT_ALLOWANCE, type Allowance } from '../../domain/access/allowance.ts';
import type { Principal } from '../../domain/access/scopes.ts';
import { VisibleError } from '../../domain/errors.ts';
import { DEFAULT_LIMITS } from './limits.ts';

const cost = z.coerce.number().int().max(1e9);
const Environment = z.object({
  // What one operation may cost has to fit, or it would be refused for ever.
  KRING_COST_LIMIT: cost.min(DEFAULT_LIMITS.maxCost).default(DEFAULT_ALLOWANCE.limit),
  KRING_COST_PER_SECOND: cost.min(1).default(DEFAULT_ALLOWANCE.restoreRate),
});

/**
 * What each caller of a deployment may spend. Whoever reads on their own machine is not bounded.
 *
 * @throws VisibleError USAGE
 */
export function allowanceSettings(
  environment: Readonly<Record<string, string | undefined>>,
): (principal: Principal) => Allowance | null {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    throw new VisibleError('USAGE', `${path.join('.')}: ${message}.`);
  }
  const { KRING_COST_LIMIT: limit, KRING_COST_PER_SECOND: restoreRate } = parsed.data;
  return ({ kind, allowance }) => (kind === 'DEVELOPMENT' ? null : (allowance ?? { limit, restoreRate }));
}
