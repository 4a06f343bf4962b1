import { InvalidInputError } from '../../domain/errors.ts';
import { aheadOf, monthsAhead } from '../../domain/profile/ahead.ts';
import { dayIn } from '../../domain/time/time.ts';
import { decodeParameters } from '../../published/parameters.ts';
import type { CustomerResolvers } from '../generated.ts';
import { provenance, scored } from './provenance.ts';

const MOST_HORIZONS = 12;
const MOST_DAYS = 3650;
const MOST_MONTHS = 36;

export const NOT_BOUGHT = 'The customer has not bought, so nothing says what is to come.';
export const NOT_FORESEEN = 'No run has foreseen this customer yet. Start a run.';
export const NO_PARAMETERS = 'The visible run published no parameters that this release reads. The next run does.';
export const CHANGED =
  'Something came since the run (or the view is of the past), and what is expected would not be of one time with the rest. The next run knows it.';

/** What is expected of a customer within any horizon, by the parameters of the visible run and the purchases it knew: the run's own figure is among them. */
export const valueAheadOf: NonNullable<CustomerResolvers['valueAhead']> = (customer, { days, months }) => {
  if (days.length > MOST_HORIZONS || days.some((one) => one < 1 || one > MOST_DAYS))
    throw new InvalidInputError(['days'], `days takes at most ${MOST_HORIZONS} horizons of 1 to ${MOST_DAYS} days.`, {
      code: 'BAD_USER_INPUT',
    });
  if (months < 0 || months > MOST_MONTHS)
    throw new InvalidInputError(['months'], `months is from 0 to ${MOST_MONTHS}.`, { code: 'BAD_USER_INPUT' });
  const nothing = (reason: string) => ({
    status: 'NOT_COMPUTED' as const,
    reason,
    horizons: [],
    months: [],
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
  const day = dayIn(timeZone)(asOf);
  const within = aheadOf(parameters.scoring, orders, day);
  const own = within(parameters.scoring.lifetime.horizonDays);
  if (
    own.predictedMinor !== clv.predictedMinor ||
    own.returnProbability !== clv.returnProbability ||
    own.expectedOrders !== clv.expectedOrders
  )
    return nothing(CHANGED);
  return {
    status: 'COMPUTED' as const,
    reason: null,
    horizons: days.map((one) => {
      const { predictedMinor, ...rest } = within(one);
      return { ...rest, predicted: predictedMinor };
    }),
    months: monthsAhead(within, day, months).map(({ firstDay, endDay, expectedMinor }) => ({
      from: firstDay,
      to: endDay,
      expected: expectedMinor,
    })),
    provenance: provenance(score, {
      method: clv.method,
      part: 'modelled',
      confidence: clv.confidence,
      version: 'clv-1',
      missingInputs: score.profile.value.uncosted ? ['COST_OF_GOODS'] : [],
    }),
  };
};
