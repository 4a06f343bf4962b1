import { ROWS } from './cohorts.ts';
import { periodOf, periodReader } from './periods.ts';

/** Channels that have a row of their own: those that brought most customers. */
export const MOST_CHANNELS = 20;

/** Customers who came one way, and what their own orders have brought to date in whole minor units. */
export interface Won {
  readonly customers: number;
  readonly valueMinor: number;
}

export interface WonThrough extends Won {
  readonly channel: string;
  /** By the calendar month of their first purchase, ascending; of the last {@link ROWS} months. */
  readonly months: readonly (readonly [month: number, customers: number, valueMinor: number])[];
}

/** Everybody who has bought, by the channel their first order came through: Σ customers, and Σ value. */
export interface Channels {
  /** Most customers first, then by name. */
  readonly channels: readonly WonThrough[];
  /** Through all the others together. */
  readonly others: Won;
  /** Whose first order does not say. */
  readonly untold: Won;
}

/**
 * @param channelOf a customer's channel, null where not told  @param firstDay of the first purchase; NaN who never bought
 * @param today the run's day
 */
export function channelsOf(
  channelOf: (i: number) => string | null,
  firstDay: Float64Array,
  valueMinor: Float64Array,
  today: number,
): Channels {
  const from = periodOf('MONTH', today) - ROWS.MONTH + 1;
  const read = periodReader('MONTH');
  const found = new Map<string | null, { customers: number; valueMinor: number; months: Map<number, Won> }>();
  for (let i = 0; i < firstDay.length; i++) {
    if (Number.isNaN(firstDay[i]!)) continue;
    const channel = channelOf(i);
    const row = found.get(channel) ?? { customers: 0, valueMinor: 0, months: new Map<number, Won>() };
    found.set(channel, row);
    row.customers++;
    row.valueMinor += valueMinor[i]!;
    const month = read(firstDay[i]!);
    if (channel === null || month < from) continue;
    const { customers, valueMinor: sum } = row.months.get(month) ?? { customers: 0, valueMinor: 0 };
    row.months.set(month, { customers: customers + 1, valueMinor: sum + valueMinor[i]! });
  }
  const none: Won = { customers: 0, valueMinor: 0 };
  const { customers, valueMinor: untold } = found.get(null) ?? none;
  const told = [...found]
    .flatMap(([channel, row]) => (channel === null ? [] : [{ channel, ...row }]))
    .sort((a, b) => b.customers - a.customers || (a.channel < b.channel ? -1 : 1));
  return {
    channels: told.slice(0, MOST_CHANNELS).map(({ months, ...row }) => ({
      ...row,
      months: [...months]
        .sort(([a], [b]) => a - b)
        .map(([month, won]) => [month, won.customers, won.valueMinor] as const),
    })),
    others: told
      .slice(MOST_CHANNELS)
      .reduce<Won>(
        (sum, row) => ({ customers: sum.customers + row.customers, valueMinor: sum.valueMinor + row.valueMinor }),
        none,
      ),
    untold: { customers, valueMinor: untold },
  };
}
