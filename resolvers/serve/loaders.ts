import DataLoader from 'dataloader';
import type { CustomerId, Referral } from '../../domain/events.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import { blockAt, placeOf, profileBlock } from '../../published/blocks.ts';
import { viewProfile } from '../../published/view-profiles.ts';
import { readPublishedBlock } from '../../store/published/blocks.ts';
import { findViews, loadViews, survivingViews, type CustomerView } from '../../store/published/customers.ts';
import type { Db } from '../../store/client/db.ts';
import { visibleGeneration, type VisibleGeneration } from '../../store/published/generations.ts';
import type { CustomerIdentifier } from '../../store/customers/identity.ts';
import { decodeProfile, type PublishedProfile } from '../../store/published/profiles.ts';
import { referralsByClaim } from '../../store/relations/referrals.ts';
import { listSegments, type SegmentRecord } from '../../store/definitions/segments.ts';
import { getView } from '../../store/published/views.ts';
import type { CustomerRecord } from '../../store/customers/records.ts';
import type { CustomerModel } from '../models.ts';

/** Batched, memoised reads of one request: whatever the shape of the query, each item is read once. */
export interface Loaders {
  /** The published generation every answer of this request is read from. */
  readonly generation: () => Promise<VisibleGeneration | null>;
  /** From now on, answers are read from the view a run published. Called before anything is read. */
  readonly readView: (runId: string) => void;
  /** By id; of one who was merged into somebody, the survivor. */
  readonly customer: DataLoader<CustomerId, CustomerModel | null>;
  readonly customerBy: DataLoader<CustomerIdentifier, CustomerModel | null, string>;
  /** Referral claims by their name. */
  readonly claim: DataLoader<string, Referral | null>;
  /** Published blocks of text, by `generation/name`. */
  readonly textBlock: DataLoader<string, string | null>;
  readonly ruleSegments: () => Promise<readonly SegmentRecord[]>;
}

const once = <T>(read: () => Promise<T>): (() => Promise<T>) => {
  let started: Promise<T> | undefined;
  return () => (started ??= read());
};

/** The text of a block by `generation/name`; null when there is none. */
async function readText(db: Db, at: string): Promise<string | null> {
  const { generation, name } = placeOf(at);
  const bytes = await readPublishedBlock(db, generation, name);
  return bytes && new TextDecoder().decode(bytes);
}

async function namedView(db: Db, runId: string): Promise<VisibleGeneration> {
  const view = RUN_ID.test(runId) ? await getView(db, runId) : null;
  if (view !== null) return view;
  throw new InvalidInputError(
    ['run'],
    "This is no run whose view is kept. A run as of an instant before the visible one's keeps a view (`enrichmentRuns { nodes { id asOf view } }`), the newest 12 for 90 days; start another one with `enrichmentRunStart(input: {asOf})`.",
    { code: 'VIEW_NOT_FOUND' },
  );
}

const RUN_ID = /^[0-9A-Z]{26}$/u;

/** @param sees whether the caller may see a customer; who is not seen is as one who is not there */
export function createLoaders(db: Db, sees: (record: CustomerRecord) => boolean): Loaders {
  const textBlock = new DataLoader<string, string | null>((names) =>
    Promise.all(names.map((name) => readText(db, name))),
  );

  const profileInView = async (
    id: CustomerId,
    { generation, asOf, view }: VisibleGeneration,
  ): Promise<PublishedProfile | null> => {
    const text = await textBlock.load(blockAt(generation, profileBlock(id, view!.letters)));
    const payload = text && viewProfile(text, id);
    return payload ? { generation, profile: decodeProfile(payload, asOf) } : null;
  };
  const model = async (
    id: CustomerId,
    found: CustomerView | null,
    generation: VisibleGeneration | null,
  ): Promise<CustomerModel | null> =>
    found && sees(found.record)
      ? {
          ...found,
          id,
          generation,
          ...(generation?.view ? { profile: await profileInView(id, generation) } : {}),
        }
      : null;

  let viewRun: string | null = null;
  let generation: Promise<VisibleGeneration | null> | undefined;
  const readGeneration = (): Promise<VisibleGeneration | null> =>
    (generation ??= viewRun === null ? visibleGeneration(db) : namedView(db, viewRun));

  const customer = new DataLoader<CustomerId, CustomerModel | null>(async (ids) => {
    const visible = await readGeneration();
    const views = await survivingViews(db, await loadViews(db, [...ids], visible), visible);
    return Promise.all(views.map((view) => view && model(view.record.id, view, visible)));
  });

  /** Customers as the view has them; who is not in it was not known then. */
  const membersOf = async (
    view: VisibleGeneration | null,
    found: readonly (CustomerView | null)[],
  ): Promise<(CustomerModel | null)[]> => {
    const models = await Promise.all(found.map((one) => one && model(one.record.id, one, view)));
    return models.map((one) => (one?.profile ? one : null));
  };

  const customerBy = new DataLoader<CustomerIdentifier, CustomerModel | null, string>(
    async (identifiers) => {
      // Finds customers and the generation in one batch; where the generation is known already, the answer must be of that one.
      const found = findViews(db, [...identifiers]).then(async ({ views, generation: visible }) => ({
        views: await survivingViews(db, views, visible),
        generation: visible,
      }));
      if (viewRun !== null) {
        const [view, { views }] = await Promise.all([readGeneration(), found]);
        return membersOf(view, views);
      }
      if (generation === undefined) {
        generation = found.then(({ generation: visible }) => visible);
        // Who asks for the generation is told; that nobody did is no second failure.
        generation.catch(() => undefined);
      }
      const { views, generation: visible } = await found;
      return Promise.all(views.map((view) => view && model(view.record.id, view, visible)));
    },
    { cacheKeyFn: (identifier) => JSON.stringify(identifier) },
  );

  const claim = new DataLoader<string, Referral | null>((names) => referralsByClaim(db, names));
  const readView = (runId: string): void => {
    viewRun = runId;
  };

  return {
    generation: readGeneration,
    readView,
    customer,
    customerBy,
    claim,
    textBlock,
    ruleSegments: once(() => listSegments(db)),
  };
}
