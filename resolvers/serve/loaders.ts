import DataLoader from 'dataloader';
import type { CustomerId, Referral } from '../../domain/events.ts';
import { readPublishedBlock } from '../../store/published/blocks.ts';
import { findViews, loadViews, type CustomerView } from '../../store/published/customers.ts';
import type { Db } from '../../store/client/db.ts';
import { visibleGeneration, type VisibleGeneration } from '../../store/published/generations.ts';
import type { CustomerIdentifier } from '../../store/customers/identity.ts';
import { referralsByClaim } from '../../store/relations/referrals.ts';
import { listSegments, type SegmentRecord } from '../../store/definitions/segments.ts';
import type { CustomerModel } from '../models.ts';

/** Batched, memoised reads of one request: whatever the shape of the query, each item is read once. */
export interface Loaders {
  /** The published generation every answer of this request is read from. */
  readonly generation: () => Promise<VisibleGeneration | null>;
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
  const bytes = await readPublishedBlock(db, Number.parseInt(at, 10), at.slice(at.indexOf('/') + 1));
  return bytes && new TextDecoder().decode(bytes);
}

export function createLoaders(db: Db): Loaders {
  const model = (
    id: CustomerId,
    view: CustomerView | null,
    generation: VisibleGeneration | null,
  ): CustomerModel | null => view && { ...view, id, generation };

  let generation: Promise<VisibleGeneration | null> | undefined;
  const readGeneration = (): Promise<VisibleGeneration | null> => (generation ??= visibleGeneration(db));

  const customer = new DataLoader<CustomerId, CustomerModel | null>(async (ids) => {
    const visible = await readGeneration();
    const views = await loadViews(db, [...ids], visible);
    return ids.map((id, index) => model(id, views[index] ?? null, visible));
  });

  const customerBy = new DataLoader<CustomerIdentifier, CustomerModel | null, string>(
    async (identifiers) => {
      // Finds customers and the generation in one batch; where the generation is known already, the answer must be of that one.
      const found = findViews(db, [...identifiers]);
      generation ??= found.then(({ generation: visible }) => visible);
      const { views, generation: visible } = await found;
      return views.map((view) => view && model(view.record.id, view, visible));
    },
    { cacheKeyFn: (identifier) => JSON.stringify(identifier) },
  );

  const claim = new DataLoader<string, Referral | null>((names) => referralsByClaim(db, names));
  const textBlock = new DataLoader<string, string | null>((names) =>
    Promise.all(names.map((name) => readText(db, name))),
  );

  return {
    generation: readGeneration,
    customer,
    customerBy,
    claim,
    textBlock,
    ruleSegments: once(() => listSegments(db)),
  };
}
