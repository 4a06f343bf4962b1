import { NO_CHANGE, type Change } from '../../domain/network/local-push.ts';
import type { ValueProfile } from '../../domain/profile/profile.ts';
import type { OwnValue } from '../../domain/summary/own-value.ts';
import { optionalStr, type Item } from '../client/attributes.ts';
import type { VisibleGeneration } from './generations.ts';
import { BlocksMoved } from './profiles.ts';

/** What of a customer differs from what the run published, as of one push. */
export interface Entry {
  readonly push: number;
  /** When, epoch milliseconds. */
  readonly at: number;
  /** Own figures as they are now; null where only what others bring has moved. */
  readonly own: OwnValue | null;
  readonly change: Change;
}

/** The entries of a customer's item: at most the one that counts and the one a push is about to make count. */
export interface Entries {
  readonly generation: number;
  /** Whether there was one before the first of these. */
  readonly hadEarlier: boolean;
  readonly entries: readonly Entry[];
}

/** Attributes of a customer's item: the entries, and the push that wrote them last. */
export const ENTRIES = 'o';
export const ENTRIES_PUSH = 'oq';

const FIGURES = Object.keys(NO_CHANGE) as readonly (keyof Change)[];

type EncodedOwn = readonly [number, number, number, number, number | null, 0 | 1];
type EncodedEntry = readonly [push: number, at: number, own: EncodedOwn | 0, ...figures: number[]];

/** The entries of a customer as they lie on their item. */
export const encodeEntries = ({ generation, hadEarlier, entries }: Entries): string =>
  JSON.stringify([
    generation,
    hadEarlier ? 1 : 0,
    ...entries.map(({ push, at, own, change }): EncodedEntry => [
      push,
      at,
      own === null
        ? 0
        : [
            own.revenueMinor,
            own.directMinor,
            own.refundsMinor,
            own.creditsMinor,
            own.moneyBackAt,
            own.uncosted ? 1 : 0,
          ],
      ...FIGURES.map((name) => change[name]),
    ]),
  ]);

/** The reverse of {@link encodeEntries}; null where nothing of them was ever moved. */
export function decodeEntries(item: Item | undefined): Entries | null {
  const text = item && optionalStr(item, ENTRIES);
  if (text === undefined) return null;
  const [generation, hadEarlier, ...entries] = JSON.parse(text) as [number, 0 | 1, ...EncodedEntry[]];
  return {
    generation,
    hadEarlier: hadEarlier === 1,
    entries: entries.map(([push, at, own, ...figures]) => ({
      push,
      at,
      own:
        own === 0
          ? null
          : {
              revenueMinor: own[0],
              directMinor: own[1],
              refundsMinor: own[2],
              creditsMinor: own[3],
              moneyBackAt: own[4],
              uncosted: own[5] === 1,
            },
      change: Object.fromEntries(FIGURES.map((name, k) => [name, figures[k]!])) as unknown as Change,
    })),
  };
}

/**
 * The entry of a customer that counts in what is shown; null where nothing of them has moved.
 *
 * @throws BlocksMoved when the item has been written by pushes or runs after the one that is shown
 */
export function entryIn(
  item: Item | undefined,
  shown: Pick<VisibleGeneration, 'generation' | 'slots' | 'between'> | null,
): Entry | null {
  // A view of the past shows what was published then.
  if (item === undefined || shown?.slots === undefined) return null;
  const found = decodeEntries(item);
  if (found === null || found.generation < shown.generation) return null;
  const moved = (): BlocksMoved => new BlocksMoved('a customer between two runs');
  if (found.generation > shown.generation) throw moved();
  const upTo = shown.between?.push ?? 0;
  const entry = found.entries.findLast(({ push }) => push <= upTo) ?? null;
  if (entry === null && found.hadEarlier) throw moved();
  return entry;
}

/** Whether an entry leaves a value as it was published: that of an order taken back, or of credit that has made no cent yet. */
export function isNothing(entry: Entry, published: ValueProfile): boolean {
  const now = valueBetween(published, entry);
  return (Object.keys(now) as (keyof ValueProfile)[]).every((name) => now[name] === published[name]);
}

/** Value as it is between two runs: own figures and what moved along referrals and ties; what is expected waits for the run. */
export function valueBetween(value: ValueProfile, { own, change }: Entry): ValueProfile {
  return {
    ...value,
    ...(own === null
      ? {}
      : {
          revenueMinor: own.revenueMinor,
          refundsMinor: own.refundsMinor,
          creditsMinor: own.creditsMinor,
          moneyBackAt: own.moneyBackAt,
          uncosted: own.uncosted,
        }),
    directMinor: value.directMinor + change.directMinor,
    referralMinor: value.referralMinor + change.referralReceivedMinor - change.referralPassedOnMinor,
    referralReceivedMinor: value.referralReceivedMinor + change.referralReceivedMinor,
    referralGrossMinor: value.referralGrossMinor + change.referralGrossMinor,
    referralPassedOnMinor: value.referralPassedOnMinor + change.referralPassedOnMinor,
    networkMinor: value.networkMinor + change.networkReceivedMinor - change.networkPassedOnMinor,
    networkReceivedMinor: value.networkReceivedMinor + change.networkReceivedMinor,
    networkPassedOnMinor: value.networkPassedOnMinor + change.networkPassedOnMinor,
  };
}
