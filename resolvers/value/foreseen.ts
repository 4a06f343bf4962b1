import type { LifetimeProfile } from '../../domain/profile/profile.ts';
import { scorerOf, type Scorer } from '../../domain/profile/scoring.ts';
import { dayIn } from '../../domain/time/time.ts';
import { decodeParameters } from '../../published/parameters.ts';
import type { CustomerView } from '../../store/published/customers.ts';

// Making a scorer costs as much as valuing some customers, and a generation's parameters are those of weeks.
let last: { readonly text: string; readonly scorer: Scorer | null } | undefined;

function scorerIn(text: string): Scorer | null {
  if (last?.text === text) return last.scorer;
  const parameters = decodeParameters(text);
  last = { text, scorer: parameters === null ? null : scorerOf(parameters.scoring) };
  return last.scorer;
}

/**
 * What is foreseen of a customer: as a view of the past keeps it, else worked out of the customer's own summary with the parameters and on the
 * valuation day of the generation, to the bits the run summed up. What was told of the customer since is counted, as far as it lies before that day;
 * the amounts that move between customers, and what lists filter by, wait for the next run. Null where nobody has bought yet, and for who is in no run.
 */
export function foreseenOf({ profile, generation, record }: CustomerView): LifetimeProfile | null {
  if (profile === null || generation === null) return null;
  if (profile.profile.clv !== null || generation.parameters === undefined) return profile.profile.clv;
  const day = dayIn(generation.timeZone)(generation.asOf);
  return scorerIn(generation.parameters)?.lifetime(record.summary.orders, day) ?? null;
}

/** A customer with everything that is said of them. */
export const complete = (view: CustomerView): CustomerView =>
  view.profile === null
    ? view
    : { ...view, profile: { ...view.profile, profile: { ...view.profile.profile, clv: foreseenOf(view) } } };
