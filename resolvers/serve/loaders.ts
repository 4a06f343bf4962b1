import { costedAsShown } from '../../store/definitions/rules.ts';
import DataLoader from 'dataloader';
import type { CustomerId, Referral } from '../../domain/events.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import { flowsNamed } from '../../published/statistics.ts';
import type { CustomerFlows } from '../../store/published/flow-list.ts';
import { keptShownBlocks, type BlockOf } from '../../store/published/blocks.ts';
import { keeper, noteSeen } from '../../store/published/kept.ts';
import { readFlows } from '../../store/published/flows.ts';
import { findViews, loadViews, survivingViews, type CustomerView } from '../../store/published/customers.ts';
import type { Db } from '../../store/client/db.ts';
import { decodeGeneration, visibleGeneration, type VisibleGeneration } from '../../store/published/generations.ts';
import { batchGet, keyName, type Found } from '../../store/client/batch.ts';
import { META_GENERATION, type Key } from '../../store/client/keys.ts';
import type { CustomerIdentifier } from '../../store/customers/identity.ts';
import { mapLimit } from '../../store/client/concurrency.ts';
import { shownHistory, type CustomerHistory } from '../../store/events/history.ts';
import { idsOf } from '../../store/customers/survivors.ts';
import { referralsByClaim } from '../../store/relations/referrals.ts';
import { listSegments, type SegmentRecord } from '../../store/definitions/segments.ts';
import { getView } from '../../store/published/views.ts';
import type { CustomerRecord } from '../../store/customers/records.ts';
import type { CustomerModel } from '../models.ts';

/** Batched, memoised reads of one request: whatever the shape of the query, each item is read once. */
export interface Loaders {
  /** The published generation every answer of this request is read from. */
  readonly generation: () => Promise<VisibleGeneration | null>;
  /** {@link generation}, and in the same request items that may be asked for next; empty where the generation is known already. */
  readonly generationBeside: (keys: readonly Key[]) => Promise<Found>;
  /** From now on, answers are read from the view a run published. Called before anything is read. */
  readonly readView: (runId: string) => void;
  /** By id; of one who was merged into somebody, the survivor. */
  readonly customer: DataLoader<CustomerId, CustomerModel | null>;
  readonly customerBy: DataLoader<CustomerIdentifier, CustomerModel | null, string>;
  /** Referral claims by their name. */
  readonly claim: DataLoader<string, Referral | null>;
  /** Published blocks of text of the generation; null before the first. */
  readonly text: DataLoader<BlockOf, string | null, string>;
  /** A block of text of the generation as `decode` reads it, decoded once for all requests that see that generation; null before the first. */
  readonly block: <Content>(of: BlockOf, decode: (text: string) => Content) => Promise<Content | null>;
  /** Why a customer's indirect value is what it is; null before the first generation, and for who takes part in no flow. */
  readonly flows: DataLoader<CustomerId, CustomerFlows | null>;
  /** Everything that happened with a customer and was told of them: read once, whatever is worked out from it. */
  readonly history: DataLoader<CustomerRecord, CustomerHistory, string>;
  readonly ruleSegments: () => Promise<readonly SegmentRecord[]>;
}

const once = <T>(read: () => Promise<T>): (() => Promise<T>) => {
  let started: Promise<T> | undefined;
  return () => (started ??= read());
};

async function namedView(db: Db, runId: string): Promise<VisibleGeneration> {
  const view = RUN_ID.test(runId) ? await getView(db, runId) : null;
  if (view !== null) return view;
  throw new InvalidInputError(
    ['run'],
    "This is no run whose view is kept. A run as of an instant before the visible one's keeps a view (`enrichmentRuns { nodes { id asOf view } }`), the newest 12 for 90 days; start another one with `enrichmentRunStart(input: {asOf})`.",
    { code: 'VIEW_NOT_FOUND' },
  );
}

const decodedBlocks = keeper<{ readonly content: unknown }>('decoded');
/** Bytes that objects take for a letter of their JSON, about. */
const OBJECTS_PER_LETTER = 4;

/** Histories read at once: each is as long as a customer's time with the company. */
const HISTORIES_AT_ONCE = 8;
const RUN_ID = /^[0-9A-Z]{26}$/u;

/** @param sees whether the caller may see a customer; who is not seen is as one who is not there */
export function createLoaders(db: Db, sees: (record: CustomerRecord) => boolean): Loaders {
  let viewRun: string | null = null;
  let generation: Promise<VisibleGeneration | null> | undefined;
  const seen = (visible: VisibleGeneration | null): VisibleGeneration | null => {
    noteSeen(db, visible);
    return visible;
  };
  const readGeneration = (): Promise<VisibleGeneration | null> =>
    (generation ??= viewRun === null ? visibleGeneration(db).then(seen) : namedView(db, viewRun));

  const generationBeside = async (keys: readonly Key[]): Promise<Found> => {
    if (generation !== undefined || viewRun !== null) return new Map();
    const found = batchGet(db, [META_GENERATION, ...keys]);
    generation = found.then((items) => seen(decodeGeneration(items.get(keyName(META_GENERATION)))));
    // Who asks for the generation is told; that nobody did is no second failure.
    generation.catch(() => undefined);
    return found;
  };

  const text = new DataLoader<BlockOf, string | null, string>(
    async (asked) => {
      const visible = await readGeneration();
      if (visible === null) return asked.map(() => null);
      return (await keptShownBlocks(db, visible, asked)).map((bytes) => bytes && new TextDecoder().decode(bytes));
    },
    { cacheKeyFn: ({ kind, number }) => `${kind}.${number}` },
  );
  const block = async <Content>(of: BlockOf, decode: (text: string) => Content): Promise<Content | null> => {
    const visible = await readGeneration();
    if (visible === null) return null;
    const name = `${of.kind}.${of.number}`;
    const known = decodedBlocks.find(db, visible, name);
    // What is kept under the name of a block is what its one decoder made of it.
    if (known !== undefined) return known.content as Content;
    const written = await text.load(of);
    if (written === null) return null;
    const content = decode(written);
    decodedBlocks.keep(db, visible, name, { content }, OBJECTS_PER_LETTER * written.length);
    return content;
  };
  const flows = new DataLoader<CustomerId, CustomerFlows | null>(async (ids) => {
    const visible = await readGeneration();
    return visible === null ? ids.map(() => null) : readFlows(db, visible, flowsNamed(visible), ids);
  });

  const model = (found: CustomerView | null): CustomerModel | null =>
    found && sees(found.record) ? { ...found, id: found.record.id } : null;

  const customer = new DataLoader<CustomerId, CustomerModel | null>(async (ids) => {
    const visible = await readGeneration();
    return (await survivingViews(db, await loadViews(db, ids, visible), visible)).map(model);
  });

  const customerBy = new DataLoader<CustomerIdentifier, CustomerModel | null, string>(
    async (identifiers) => {
      if (viewRun !== null) {
        // Who is not in a view was not known then.
        const visible = await readGeneration();
        const { views } = await findViews(db, identifiers, visible);
        return (await survivingViews(db, views, visible)).map((view) => (view?.profile ? model(view) : null));
      }
      // Finds the generation on the way, unless it is known already: then the answer must be of that one.
      const found =
        generation === undefined
          ? findViews(db, identifiers)
          : generation.then((visible) => findViews(db, identifiers, visible));
      if (generation === undefined) {
        generation = found.then(({ generation: visible }) => visible);
        // Who asks for the generation is told; that nobody did is no second failure.
        generation.catch(() => undefined);
      }
      const { views, generation: visible } = await found;
      return (await survivingViews(db, views, visible)).map(model);
    },
    { cacheKeyFn: (identifier) => JSON.stringify(identifier) },
  );

  const claim = new DataLoader<string, Referral | null>((names) => referralsByClaim(db, names));
  const history = new DataLoader<CustomerRecord, CustomerHistory, string>(
    (records) =>
      mapLimit(records, HISTORIES_AT_ONCE, async (record) => {
        const shown = await shownHistory(db, idsOf(record));
        return { ...shown, events: await costedAsShown(db, shown.events) };
      }),
    { cacheKeyFn: ({ id }) => id },
  );
  const readView = (runId: string): void => {
    viewRun = runId;
  };

  return {
    generation: readGeneration,
    generationBeside,
    readView,
    customer,
    customerBy,
    claim,
    text,
    block,
    flows,
    history,
    ruleSegments: once(() => listSegments(db)),
  };
}
