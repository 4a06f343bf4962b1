import { defaultRuleSet } from '../domain/engagement/rules.ts';
import type { CustomerEvent, CustomerId } from '../domain/events.ts';
import { DomainError, InvalidInputError, VisibleError } from '../domain/errors.ts';
import { calibrate, customerCounts, evidenceEndDay, type Calibration } from '../domain/network/calibration.ts';
import { choosePace, PACED_SHRINKAGE } from '../domain/network/choose-pace.ts';
import { withExperiments } from '../domain/network/experiment-share.ts';
import { itemHistory } from '../domain/network/item-log.ts';
import { canonicalEvents, knownAt } from '../domain/summary/canonical.ts';
import { settleOrders } from '../domain/history/returns.ts';
import { dayIn } from '../domain/time/time.ts';
import { readBlock, writeBlock } from '../store/published/blocks.ts';
import { mapLimit } from '../store/client/concurrency.ts';
import type { Db } from '../store/client/db.ts';
import { history } from '../store/events/history.ts';
import { idAt, idCount, packIds, pickIds } from '../store/customers/packed-ids.ts';
import { currentRuleSet } from '../store/definitions/rules.ts';
import { actsOf, attentionAt, beginsAt, tieColumns } from './compute/relations.ts';
import { sharesOfActions } from './actions/shares.ts';
import { networkCredit, type NetworkCalibration } from './compute/kappa.ts';
import { parseSettings } from './compute/settings.ts';
import type { Snapshot } from './snapshot/snapshot.ts';
import { takeSnapshot } from './snapshot/take.ts';

/** The calibration in force lies beside the generations, under a number no run is ever given. */
const NO_GENERATION = 0;
const CALIBRATION_BLOCK = 'calibration';
/** Goes up when the same numbers come to mean something else. 2: exposure in units of the mean, h beyond timing and chance. */
const LAYOUT = 2;
const HISTORIES_AT_ONCE = 16;

export interface CalibrateOptions {
  readonly asOf: number;
  /** Causal share from the operator's own experiment; absent: the direction test, and what closed actions said. */
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
  const version = ((await storedCalibration(db))?.calibration.version ?? 0) + 1;
  const measured = await measureNetwork(
    snapshot,
    async (customer) => (await history(db, idAt(snapshot.ids, customer))).events,
    { ...options, version },
  );
  const { attention } = attentionAt(snapshot, measured.calibration, dayIn(snapshot.timeZone)(options.asOf));
  const calibration = withExperiments(measured.calibration, await sharesOfActions(db, snapshot, attention));
  const kept = encodeCalibration({ ...measured, calibration });
  await writeBlock(db, NO_GENERATION, CALIBRATION_BLOCK, new TextEncoder().encode(kept));
  return calibration;
}

/** What {@link calibrateNetwork} measures. @param historyOf the events of the customer at a position of the snapshot */
export async function measureNetwork(
  snapshot: Snapshot,
  historyOf: (customer: number) => Promise<readonly CustomerEvent[]>,
  options: CalibrateOptions & { readonly version: number },
): Promise<NetworkCalibration> {
  const log = await purchaseLog(snapshot, historyOf, options);
  const endDay = evidenceEndDay(log, options.asOf);
  const base = networkCredit(parseSettings(), null, options.asOf).calibration;
  const { pace, forward } = choosePace(
    { ties: tieColumns(snapshot), acts: actsOf(snapshot), log, msOf: beginsAt(snapshot) },
    endDay,
    { ...base, windowDays: options.windowDays ?? base.windowDays },
  );
  const { attention } = attentionAt(snapshot, { ...base, pace }, endDay);
  const measured = calibrate(log, attention, {
    version: options.version,
    asOfMs: options.asOf,
    pace,
    ...(pace === null ? {} : { shrinkage: PACED_SHRINKAGE }),
    ...(options.h === undefined ? {} : { h: options.h }),
    ...(options.windowDays === undefined ? {} : { windowDays: options.windowDays }),
  });
  const calibration = { ...measured, evidence: { ...measured.evidence, forward } };
  const counts = customerCounts(calibration, log, attention);
  const buyers = Int32Array.from(counts.purchases.keys()).filter((i) => counts.purchases[i]! > 0);
  const pick = (column: Float64Array): Float64Array => Float64Array.from(buyers, (i) => column[i]!);
  return {
    calibration,
    counts: {
      ids: pickIds(snapshot.ids, buyers),
      purchases: pick(counts.purchases),
      followed: pick(counts.followed),
    },
  };
}

/**
 * The calibration in force; null before the first one.
 *
 * @throws VisibleError CALIBRATION_OUTDATED when an earlier release measured it and its numbers mean something else today
 */
export async function currentCalibration(db: Db): Promise<NetworkCalibration | null> {
  const stored = await storedCalibration(db);
  if (stored !== null && stored.layout !== LAYOUT) {
    throw new VisibleError(
      'CALIBRATION_OUTDATED',
      'An earlier release measured the calibration of the network, in other units. Measure it again: npm run -s kring -- calibrate',
    );
  }
  return stored === null ? null : networkCalibration(stored);
}

interface StoredCalibration {
  readonly layout?: number;
  readonly calibration: Calibration;
  readonly counts: readonly (readonly [CustomerId, number, number])[] | null;
}

async function storedCalibration(db: Db): Promise<StoredCalibration | null> {
  const bytes = await readBlock(db, NO_GENERATION, CALIBRATION_BLOCK);
  return bytes === null ? null : (JSON.parse(new TextDecoder().decode(bytes)) as StoredCalibration);
}

const networkCalibration = ({ calibration, counts }: StoredCalibration): NetworkCalibration => ({
  calibration,
  counts:
    counts === null
      ? null
      : {
          ids: packIds(counts.map(([id]) => id)),
          purchases: Float64Array.from(counts, ([, purchases]) => purchases),
          followed: Float64Array.from(counts, ([, , followed]) => followed),
        },
});

export function encodeCalibration({ calibration, counts }: NetworkCalibration): string {
  const stored: StoredCalibration = {
    layout: LAYOUT,
    calibration,
    counts:
      counts === null
        ? null
        : Array.from(
            counts.purchases,
            (purchases, k) => [idAt(counts.ids, k), purchases, counts.followed[k]!] as const,
          ),
  };
  return JSON.stringify(stored);
}

/** @throws DomainError for the text of an earlier release: what a run pinned with it cannot be gone on with */
export function decodeCalibration(text: string): NetworkCalibration {
  const stored = JSON.parse(text) as StoredCalibration;
  if (stored.layout !== LAYOUT)
    throw new DomainError('The run pinned a calibration of an earlier release. Start a new run.');
  return networkCalibration(stored);
}

/** Who took up what, when: a purchase of a product, or a review of it. Only of customers with a tie; the others say nothing. */
async function purchaseLog(
  snapshot: Snapshot,
  historyOf: (customer: number) => Promise<readonly CustomerEvent[]>,
  options: CalibrateOptions,
) {
  const withTie = [...new Set([...snapshot.ties.follower, ...snapshot.ties.followed])];
  const items = new Map<string, number>();
  const log = { customer: [] as number[], item: [] as number[], day: [] as number[] };
  let done = 0;
  const dayOf = dayIn(snapshot.timeZone);
  await mapLimit(withTie, HISTORIES_AT_ONCE, async (customer) => {
    const events = await historyOf(customer);
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
    customerCount: idCount(snapshot.ids),
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
