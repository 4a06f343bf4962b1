import type { CustomerProfile } from '../../domain/profile/profile.ts';
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
 * What follows from a customer's own summary, the parameters and the valuation day of the generation: what is foreseen of them, and RFM. As a view of
 * the past keeps it, else worked out, to the bits the run summed up and counted. What was told of the customer since is counted, as far as it lies
 * before that day; the amounts that move between customers wait for the next run. Null where nobody has bought yet, and for who is in no run.
 */
export function foreseenOf({ profile, generation, record }: CustomerView): Pick<CustomerProfile, 'clv' | 'rfm'> {
  if (profile === null || generation === null) return { clv: null, rfm: null };
  const { clv, rfm } = profile.profile;
  const scorer = clv === null && generation.parameters !== undefined ? scorerIn(generation.parameters) : null;
  if (scorer === null) return { clv, rfm };
  const day = dayIn(generation.timeZone)(generation.asOf);
  const { orders } = record.summary;
  return { clv: scorer.lifetime(orders, day), rfm: scorer.rfm(orders, day) };
}

/** A customer with everything that is said of them. */
export const complete = (view: CustomerView): CustomerView =>
  view.profile === null
    ? view
    : { ...view, profile: { ...view.profile, profile: { ...view.profile.profile, ...foreseenOf(view) } } };
