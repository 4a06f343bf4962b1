import { dayIn } from '../../domain/time/time.ts';
import { reasonsOf } from '../../domain/profile/reasons.ts';
import { decodeParameters } from '../../published/parameters.ts';
import type { CustomerResolvers } from '../generated.ts';
import { CHANGED, NO_PARAMETERS, NOT_BOUGHT, NOT_FORESEEN } from './ahead.ts';
import { provenance, scored } from './provenance.ts';

const NO_TYPICAL =
  'The parameters in force were adopted by an earlier release, which kept no average customer. The next adoption, within 28 days, does.';

/** Why a customer is expected to bring what they are, by the parameters of the visible run and the purchases it knew. */
export const valueReasonsOf: NonNullable<CustomerResolvers['valueReasons']> = (customer) => {
  const nothing = (reason: string) => ({
    status: 'NOT_COMPUTED' as const,
    reason,
    typical: null,
    predicted: null,
    terms: [],
    interval95: null,
    provenance: null,
  });
  const { orders } = customer.record.summary;
  if (orders === null) return nothing(NOT_BOUGHT);
  const score = scored(customer);
  const clv = score?.profile.clv ?? null;
  if (score === null || clv === null) return nothing(NOT_FORESEEN);
  const { asOf, timeZone, parameters: text } = score.generation;
  const parameters = decodeParameters(text);
  if (parameters === null) return nothing(NO_PARAMETERS);
  const reasons = reasonsOf(parameters.scoring, orders, dayIn(timeZone)(asOf));
  if (reasons === null) return nothing(NO_TYPICAL);
  if (reasons.predictedMinor !== clv.predictedMinor) return nothing(CHANGED);
  return {
    status: 'COMPUTED' as const,
    reason: null,
    typical: reasons.typicalMinor,
    predicted: reasons.predictedMinor,
    terms: reasons.contributions.map(({ key, minor, own, typical }) => ({
      figure: key,
      amount: minor,
      own: key === 'MARGIN' ? null : own,
      typical: key === 'MARGIN' ? null : typical,
    })),
    interval95: { low: reasons.interval95.lowMinor, high: reasons.interval95.highMinor },
    provenance: provenance(score, {
      method: clv.method,
      part: 'modelled',
      confidence: clv.confidence,
      version: 'clv-1',
      missingInputs: score.profile.value.uncosted ? ['COST_OF_GOODS'] : [],
    }),
  };
};
