import { defaultRuleSet } from '../domain/engagement/rules.ts';
import type { CustomerEvent, CustomerId } from '../domain/events.ts';
import { InvalidInputError } from '../domain/errors.ts';
import { calibrate, customerCounts, type Calibration } from '../domain/network/calibration.ts';
import { itemHistory } from '../domain/network/item-log.ts';
import { canonicalEvents, knownAt } from '../domain/summary/canonical.ts';
import { settleOrders } from '../domain/history/returns.ts';
import { dayIn } from '../domain/time/time.ts';
import { readBlock, writeBlock } from '../store/published/blocks.ts';
import { mapLimit } from '../store/client/concurrency.ts';
import type { Db } from '../store/client/db.ts';
import { history } from '../store/events/history.ts';
import { currentRuleSet } from '../store/definitions/rules.ts';
import { circleOf } from './compute/circle.ts';
import { networkCredit, type NetworkCalibration } from './compute/kappa.ts';
import { parseSettings } from './compute/settings.ts';
import type { Snapshot } from './snapshot/snapshot.ts';
import { takeSnapshot } from './snapshot/take.ts';

/** The calibration in force lies beside the generations, under a number no run is ever given. */
const NO_GENERATION = 0;
const CALIBRATION_BLOCK = 'calibration';
const HISTORIES_AT_ONCE = 16;

export interface CalibrateOptions {
  readonly asOf: number;
  /** Causal share from the operator's own experiment; absent: the direction test. */
  readonly h?: number;
  readonly windowDays?: number;
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Measures how much of what followers buy follows those they follow, from the histories of everybody with a tie, and
 * freezes it for the runs to come. Reads every such history once: a weekly or monthly job, not a nightly one.
 */
export async function calibrateNetwork(db: Db, options: CalibrateOptions): Promise<Calibration> {
  if (options.h !== undefined && !(options.h >= 0 && options.h <= 1))
    throw new InvalidInputError(['h'], 'The causal share is between 0 and 1, e.g. 0.28.');
  const { snapshot } = await takeSnapshot(db, {
    asOf: options.asOf,
    ruleSet: (await currentRuleSet(db)) ?? defaultRuleSet,
  });
  const { attention } = circleOf(snapshot, networkCredit(parseSettings(), null, options.asOf));
  const log = await purchaseLog(db, snapshot, options);
  const version = ((await currentCalibration(db))?.calibration.version ?? 0) + 1;
  const calibration = calibrate(log, attention, {
    version,
    asOfMs: options.asOf,
    ...(options.h === undefined ? {} : { h: options.h }),
    ...(options.windowDays === undefined ? {} : { windowDays: options.windowDays }),
  });
  const counts = customerCounts(calibration, log, attention);
  const perCustomer = new Map(
    snapshot.ids.flatMap((id, i) =>
      counts.purchases[i] === 0
        ? []
        : [[id, { purchases: counts.purchases[i]!, followed: counts.followed[i]! }] as const],
    ),
  );
  await writeBlock(
    db,
    NO_GENERATION,
    CALIBRATION_BLOCK,
    new TextEncoder().encode(encodeCalibration({ calibration, counts: perCustomer })),
  );
  return calibration;
}

/** The calibration in force; null before the first one. */
export async function currentCalibration(db: Db): Promise<NetworkCalibration | null> {
  const bytes = await readBlock(db, NO_GENERATION, CALIBRATION_BLOCK);
  return bytes === null ? null : decodeCalibration(new TextDecoder().decode(bytes));
}

export const encodeCalibration = ({ calibration, counts }: NetworkCalibration): string =>
  JSON.stringify({
    calibration,
    counts: counts === null ? null : [...counts].map(([id, { purchases, followed }]) => [id, purchases, followed]),
  });

export function decodeCalibration(text: string): NetworkCalibration {
  const { calibration, counts } = JSON.parse(text) as {
    calibration: Calibration;
    counts: [CustomerId, number, number][] | null;
  };
  return {
    calibration,
    counts: counts === null ? null : new Map(counts.map(([id, purchases, followed]) => [id, { purchases, followed }])),
  };
}

/** Who took up what, when: a purchase of a product, or a review of it. Only of customers with a tie; the others say nothing. */
async function purchaseLog(db: Db, snapshot: Snapshot, options: CalibrateOptions) {
  const withTie = [...new Set([...snapshot.ties.follower, ...snapshot.ties.followed])];
  const items = new Map<string, number>();
  const log = { customer: [] as number[], item: [] as number[], day: [] as number[] };
  let done = 0;
  const dayOf = dayIn(snapshot.timeZone);
  await mapLimit(withTie, HISTORIES_AT_ONCE, async (customer) => {
    const { events } = await history(db, snapshot.ids[customer]!);
    for (const event of settleOrders(canonicalEvents(knownAt(events, options.asOf))).events) {
      for (const name of takenUp(event)) {
        const item = items.get(name) ?? items.size;
        items.set(name, item);
        log.customer.push(customer);
        log.item.push(item);
        log.day.push(dayOf(event.occurredAt));
      }
    }
    options.onProgress?.(++done, withTie.length);
  });
  return itemHistory({
    customerCount: snapshot.ids.length,
    itemCount: items.size,
    customer: Int32Array.from(log.customer),
    item: Int32Array.from(log.item),
    day: Int32Array.from(log.day),
  });
}

function takenUp(event: CustomerEvent): readonly string[] {
  if (event.kind === 'ORDER') return event.lines.map(({ sku }) => `sku ${sku}`);
  return event.type === 'REVIEW' && event.objectRef !== undefined ? [`sku ${event.objectRef}`] : [];
}
