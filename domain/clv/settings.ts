import { InvalidInputError } from '../errors.ts';
import { MODEL_KEYS, type ModelChoice } from './comparison/choose.ts';

export interface LifetimeOptions {
  /** Days ahead that are valued; 365 when absent. */
  readonly horizonDays?: number;
  /** Annual discount rate; 0.10 when absent. */
  readonly annualDiscount?: number;
  /** `auto` when absent: the company's own best. */
  readonly model?: ModelChoice;
  /** Length of the time unit parameters are reported in; 7 when absent. Changes no score. */
  readonly unitDays?: number;
  /** The log goes on to this day: forecasts made on the as-of day are also measured on what came after it. */
  readonly holdoutEndDay?: number;
  /** Milliseconds of a clock, to report how long each fit took. */
  readonly now?: () => number;
}

export type LifetimeSettings = Required<
  Pick<LifetimeOptions, 'horizonDays' | 'annualDiscount' | 'model' | 'unitDays'>
> &
  LifetimeOptions;

/** Fills the defaults in. @throws InvalidInputError that names what is out of range */
export const settingsOf = (asOfDay: number, options: LifetimeOptions): LifetimeSettings => {
  const { horizonDays = 365, annualDiscount = 0.1, model = 'auto', unitDays = 7 } = options;
  if (!Number.isInteger(asOfDay))
    throw new InvalidInputError(['asOfDay'], `the as-of day must be a whole UTC day number, not ${asOfDay}`);
  if (!(horizonDays > 0 && horizonDays <= 36_525))
    throw new InvalidInputError(['horizonDays'], `the horizon must be 1 to 36525 days, not ${horizonDays}`);
  if (!(annualDiscount >= 0 && annualDiscount < 10))
    throw new InvalidInputError(
      ['annualDiscount'],
      `the annual discount rate must be at least 0 and below 10 (0.10 is ten per cent), not ${annualDiscount}`,
    );
  if (!(unitDays > 0 && unitDays < Infinity))
    throw new InvalidInputError(['unitDays'], `the time unit must be a positive number of days, not ${unitDays}`);
  if (model !== 'auto' && model !== 'all' && !MODEL_KEYS.includes(model))
    throw new InvalidInputError(
      ['model'],
      `there is no model "${String(model)}"; choose auto, all, ${MODEL_KEYS.join(', ')}`,
    );
  return { ...options, horizonDays, annualDiscount, model, unitDays };
};
