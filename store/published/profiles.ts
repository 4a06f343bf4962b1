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

const LAYOUT = 2;

const VALUE = [
  'revenueMinor',
  'directMinor',
  'referralMinor',
  'referralReceivedMinor',
  'referralGrossMinor',
  'referralPassedOnMinor',
  'crvMinor',
  'networkMinor',
  'networkGrossMinor',
  'networkPassedOnMinor',
  'potentialDirectMinor',
  'potentialIndirectMinor',
  'uncosted',
  'refundsMinor',
  'creditsMinor',
  'moneyBackAt',
] as const satisfies readonly (keyof ValueProfile)[];
const LIFETIME = [
  'expectedOrders',
  'expectedOrderMarginMinor',
  'predictedMinor',
  'lowMinor',
  'highMinor',
  'returnProbability',
  'expectedNextOrderDay',
  'method',
  'confidence',
  'valueAtRiskMinor',
] as const satisfies readonly (keyof LifetimeProfile)[];
const RFM = ['recency', 'frequency', 'monetary', 'group'] as const satisfies readonly (keyof RfmProfile)[];
// Days overdue are counted when read: kept, they would rewrite everybody who waits, every day.
const LIFECYCLE = [
  'quarter',
  'stage',
  'since',
  'cycle',
  'lapsed',
  'dueDay',
  'usualGapDays',
] as const satisfies readonly (keyof LifecycleProfile)[];
const INFLUENCE = [
  'score',
  'network',
  'reach',
  'amplification',
  'authenticity',
  'calibration',
] as const satisfies readonly (keyof InfluenceProfile)[];

const pack = (part: object | null, names: readonly string[]): unknown[] | 0 => {
  if (part === null) return 0;
  return names.map((name) => {
    const value = (part as Record<string, unknown>)[name];
    if (typeof value === 'number') return Object.is(value, -0) ? 0 : value;
    return typeof value === 'boolean' ? Number(value) : value;
  });
};

const unpack = <T>(values: unknown[] | 0, names: readonly string[], booleans: readonly string[] = []): T | null => {
  if (values === 0) return null;
  if (values.length !== names.length)
    throw unknownLayout(`${values.length} fields where ${names.length} are known (${names.join(', ')})`);
  return Object.fromEntries(
    names.map((name, index) => [
      name,
      booleans.includes(name) ? values[index] === 1 : checkedCode(name, values[index]),
    ]),
  ) as T;
};

const unknownLayout = (what: string): KringError => new KringError('UNKNOWN_LAYOUT', `a profile has layout ${what}`);

/** Fields that hold one word of a list: a word that is none of them was written by other code, and is never passed on. */
const CODES: Readonly<Record<string, readonly string[]>> = {
  quarter: SONAR_QUARTERS,
  stage: SONAR_STAGES,
  group: RFM_GROUPS,
  method: LIFETIME_METHODS,
};

function checkedCode(name: string, value: unknown): unknown {
  if (CODES[name]?.includes(value as string) === false)
    throw new KringError(
      'UNKNOWN_CODE',
      `a profile has ${name} ${JSON.stringify(value)}, which this code does not know`,
    );
  return value;
}

type ProfileTuple = [
  layout: number,
  value: unknown[] | 0,
  lifetime: unknown[] | 0,
  rfm: unknown[] | 0,
  points: number,
  lifecycle: unknown[] | 0,
  influence: unknown[] | 0,
  segments: readonly string[],
  community: string | null,
];

/** A profile as it lies in the table: a JSON array with positions instead of names, the version of the layout first. Equal profiles, equal text. */
export function encodeProfile(profile: CustomerProfile): string {
  const tuple: ProfileTuple = [
    LAYOUT,
    pack(profile.value, VALUE),
    pack(profile.clv, LIFETIME),
    pack(profile.rfm, RFM),
    profile.engagement.points,
    pack(profile.lifecycle, LIFECYCLE),
    pack(profile.influence, INFLUENCE),
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
  const place = unpack<LifecycleProfile>(lifecycle, LIFECYCLE, ['lapsed'])!;
  return {
    value: unpack<ValueProfile>(value, VALUE, ['uncosted'])!,
    clv: unpack<LifetimeProfile>(lifetime, LIFETIME),
    rfm: unpack<RfmProfile>(rfm, RFM),
    engagement: { points },
    lifecycle: {
      ...place,
      overdueDays: overdueDays(place.dueDay, dayIn(timeZone)(asOf)),
    },
    influence: unpack<InfluenceProfile>(influence, INFLUENCE),
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
