import type { CustomerId } from '../../domain/events.ts';
import { KringError } from '../../domain/errors.ts';
import { overdueDays } from '../../domain/lifecycle/rhythm.ts';
import {
  LIFETIME_METHODS,
  RFM_GROUPS,
  SONAR_QUARTERS,
  SONAR_STAGES,
  type CustomerProfile,
  type InfluenceProfile,
  type LifecycleProfile,
  type LifetimeProfile,
  type RfmProfile,
  type ValueProfile,
} from '../../domain/profile/profile.ts';
import { dayIn, UTC } from '../../domain/time/time.ts';
import { N, num, S, str, type Item } from '../client/attributes.ts';
import { tupleCodec, type TupleCodec } from '../client/tuple.ts';
import { batchWrite, putRequest } from '../client/batch.ts';
import { deleteItem, isConditionFailed, updateItem } from '../client/commands.ts';
import { mapLimit } from '../client/concurrency.ts';
import type { Db } from '../client/db.ts';
import type { VisibleGeneration } from './generations.ts';
import type { InfluenceEntry } from '../events/history.ts';
import { influenceKey, profileKey } from '../client/keys.ts';

/** A profile and the generation in which it last changed. */
export interface PublishedProfile {
  readonly profile: CustomerProfile;
  readonly generation: number;
}

/** One of the two places a profile is kept in: readers use one while a run writes the other. */
export type Slot = 'a' | 'b';

export interface ProfileUpdate {
  readonly id: CustomerId;
  readonly generation: number;
  readonly slot: Slot;
  /** From {@link encodeProfile}. */
  readonly payload: string;
}

const LAYOUT = 3;

const PROFILE = 'a profile';
const VALUE = tupleCodec<ValueProfile>(PROFILE, {
  revenueMinor: 'number',
  directMinor: 'number',
  referralMinor: 'number',
  referralReceivedMinor: 'number',
  referralGrossMinor: 'number',
  referralPassedOnMinor: 'number',
  crvMinor: 'number',
  networkMinor: 'number',
  networkReceivedMinor: 'number',
  networkPassedOnMinor: 'number',
  potentialDirectMinor: 'number',
  potentialIndirectMinor: 'number',
  uncosted: 'flag',
  refundsMinor: 'number',
  creditsMinor: 'number',
  moneyBackAt: 'instant',
});
const LIFETIME = tupleCodec<LifetimeProfile>(PROFILE, {
  expectedOrders: 'number',
  expectedOrderMarginMinor: 'number',
  predictedMinor: 'number',
  lowMinor: 'number',
  highMinor: 'number',
  returnProbability: 'number',
  expectedNextOrderDay: 'number',
  method: LIFETIME_METHODS,
  confidence: 'number',
  valueAtRiskMinor: 'number',
});
const RFM = tupleCodec<RfmProfile>(PROFILE, {
  recency: 'number',
  frequency: 'number',
  monetary: 'number',
  group: RFM_GROUPS,
});
// Days overdue are counted when read: kept, they would rewrite everybody who waits, every day.
const LIFECYCLE = tupleCodec<Omit<LifecycleProfile, 'overdueDays'>>(PROFILE, {
  quarter: SONAR_QUARTERS,
  stage: SONAR_STAGES,
  since: 'instant',
  cycle: 'number',
  lapsed: 'flag',
  dueDay: 'number',
  usualGapDays: 'number',
});
const INFLUENCE = tupleCodec<InfluenceProfile>(PROFILE, {
  score: 'number',
  network: 'number',
  reach: 'number',
  amplification: 'number',
  authenticity: 'number',
  authenticityLow: 'number',
  authenticityHigh: 'number',
  calibration: 'text',
});

/** Parts that a customer may not have are 0 instead of a tuple. */
const encodePart = <T>(codec: TupleCodec<T>, part: T | null): unknown[] | 0 => (part === null ? 0 : codec.encode(part));
const decodePart = <T>(codec: TupleCodec<T>, stored: unknown[] | 0): T | null =>
  stored === 0 ? null : codec.decode(stored);

const unknownLayout = (what: string): KringError => new KringError('UNKNOWN_LAYOUT', `a profile has layout ${what}`);

type ProfileTuple = [
  layout: number,
  value: unknown[],
  lifetime: unknown[] | 0,
  rfm: unknown[] | 0,
  points: number,
  lifecycle: unknown[],
  influence: unknown[] | 0,
  segments: readonly string[],
  community: string | null,
];

/** A profile as it lies in the table: a JSON array with positions instead of names, the version of the layout first. Equal profiles, equal text. */
export function encodeProfile(profile: CustomerProfile): string {
  const tuple: ProfileTuple = [
    LAYOUT,
    VALUE.encode(profile.value),
    encodePart(LIFETIME, profile.clv),
    encodePart(RFM, profile.rfm),
    profile.engagement.points,
    LIFECYCLE.encode(profile.lifecycle),
    encodePart(INFLUENCE, profile.influence),
    profile.segments,
    profile.community,
  ];
  return JSON.stringify(tuple);
}

/**
 * A profile as it stands at `asOf`, the instant of the generation it is read in, counted in days of its zone. Throws KringError UNKNOWN_LAYOUT for a
 * profile that newer code wrote.
 */
export function decodeProfile(text: string, asOf: number, timeZone: string = UTC): CustomerProfile {
  const tuple = JSON.parse(text) as ProfileTuple;
  const [layout, value, lifetime, rfm, points, lifecycle, influence, segments, community] = tuple;
  if (layout !== LAYOUT) throw unknownLayout(`${String(layout)}, this code knows ${LAYOUT}`);
  if (tuple.length !== 9) throw unknownLayout(`${LAYOUT} with ${tuple.length} parts instead of 9`);
  const place = LIFECYCLE.decode(lifecycle);
  return {
    value: VALUE.decode(value),
    clv: decodePart(LIFETIME, lifetime),
    rfm: decodePart(RFM, rfm),
    engagement: { points },
    lifecycle: {
      ...place,
      overdueDays: overdueDays(place.dueDay, dayIn(timeZone)(asOf)),
    },
    influence: decodePart(INFLUENCE, influence),
    segments,
    community,
  };
}

/**
 * The profile a reader of `visible` sees: of the two slots the newest that is visible and was not left behind by a
 * failed run. When both slots are newer than `visible`, the reader's view is older than the last completed run
 * (the slot a run overwrites is never the visible one), and the older slot is what that run published.
 */
export function visibleProfile(item: Item | undefined, visible: VisibleGeneration | null): PublishedProfile | null {
  if (item === undefined || visible === null) return null;
  const slots = (['a', 'b'] as const)
    .flatMap((slot) =>
      item[slot]?.M === undefined ? [] : [{ generation: num(item[slot].M, 'g'), payload: str(item[slot].M, 'p') }],
    )
    .filter((slot) => !visible.abandoned.includes(slot.generation))
    .sort((one, other) => other.generation - one.generation);
  const shown =
    slots.find((slot) => slot.generation <= visible.generation) ?? (slots.length === 2 ? slots[1] : undefined);
  return shown === undefined
    ? null
    : { profile: decodeProfile(shown.payload, visible.asOf, visible.timeZone), generation: shown.generation };
}

const CONCURRENT_UPDATES = 32;

/**
 * Writes profiles of a generation that is not visible yet into the slots that readers do not use; repeating is harmless.
 * One write unit each. Throws KringError GENERATION_SUPERSEDED when a slot already holds a newer generation.
 */
export async function publishProfiles(db: Db, updates: readonly ProfileUpdate[]): Promise<void> {
  await mapLimit(updates, CONCURRENT_UPDATES, async ({ id, generation, slot, payload }) => {
    try {
      await updateItem(db, profileKey(id), {
        UpdateExpression: 'SET #slot = :profile',
        ConditionExpression: 'attribute_not_exists(#slot) OR #slot.g <= :g',
        ExpressionAttributeNames: { '#slot': slot },
        ExpressionAttributeValues: { ':profile': { M: { g: N(generation), p: S(payload) } }, ':g': N(generation) },
      });
    } catch (error) {
      if (!isConditionFailed(error)) throw error;
      throw new KringError(
        'GENERATION_SUPERSEDED',
        `customer ${id} already has a profile newer than generation ${generation}: this run was overtaken`,
        { cause: error },
      );
    }
  });
}

/** Deletes profiles of customers who are gone, unless a generation after `upTo` has published them again. */
export async function deleteProfiles(db: Db, ids: readonly CustomerId[], upTo: number): Promise<void> {
  await mapLimit(ids, CONCURRENT_UPDATES, async (id) => {
    try {
      await deleteItem(db, profileKey(id), {
        ConditionExpression: '(attribute_not_exists(a) OR a.g <= :g) AND (attribute_not_exists(b) OR b.g <= :g)',
        ExpressionAttributeValues: { ':g': N(upTo) },
      });
    } catch (error) {
      if (!isConditionFailed(error)) throw error;
    }
  });
}

/**
 * Adds entries to customers' influence history: the score (0–100) known from `at` on, and the calibration it was read on.
 * Repeating is harmless.
 */
export async function putInfluenceHistory(
  db: Db,
  rows: readonly (InfluenceEntry & { readonly id: CustomerId })[],
): Promise<void> {
  await batchWrite(
    db,
    rows.map(({ id, at, score, calibration }) => {
      const key = influenceKey(id, at);
      return putRequest({ pk: S(key.pk), sk: S(key.sk), score: N(score), calibration: S(calibration) });
    }),
  );
}
