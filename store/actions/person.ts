/** What actions keep of a person: the arms they were drawn into, and what reached them. */
import type { CustomerId } from '../../domain/events.ts';
import { inGlobalHoldout } from '../../domain/experiments/assignment.ts';
import { HOLDOUT_ARM } from '../../domain/actions/action.ts';
import type { Db } from '../client/db.ts';
import { armsOf, forgetDrawn } from './drawn.ts';
import { exposuresOfCustomer, forgetExposures, type StoredExposure } from './exposures.ts';
import { GLOBAL_HOLDOUT_SHARE } from './holdout.ts';
import { listActions } from './records.ts';

/** Deletes assignments and exposures of customers; what was reported of all stays, and holds nobody by themselves. Repeatable. */
export async function forgetInActions(db: Db, ids: readonly CustomerId[]): Promise<number> {
  let forgotten = 0;
  for (const { key, drawn } of await listActions(db)) {
    forgotten += await forgetDrawn(db, key, drawn, ids);
    forgotten += await forgetExposures(db, key, ids);
  }
  return forgotten;
}

/** An arm somebody was drawn into, with what reached them. */
export interface PersonalAssignment {
  readonly action: string;
  readonly name: string;
  readonly arm: string;
  /** Left alone by the action. */
  readonly heldOut: boolean;
  readonly at: number;
  readonly exposures: readonly Omit<StoredExposure, 'customerId'>[];
}

/** The arms a customer was drawn into, and whether they are left alone by all actions of this year. */
export async function inActions(
  db: Db,
  id: CustomerId,
): Promise<{
  readonly assignments: readonly PersonalAssignment[];
  readonly holdout: { readonly year: number; readonly heldOut: boolean };
}> {
  const assignments: PersonalAssignment[] = [];
  for (const { key, name, arms, drawn } of await listActions(db)) {
    const place = drawn === null ? undefined : (await armsOf(db, key, drawn, [id])).get(id);
    if (drawn === null || place === undefined) continue;
    const arm = arms[place]!.key;
    const exposures = (await exposuresOfCustomer(db, key, id)).map(({ kind, at, source }) => ({ kind, at, source }));
    assignments.push({ action: key, name, arm, heldOut: arm === HOLDOUT_ARM, at: drawn.at, exposures });
  }
  const year = new Date(db.clock()).getUTCFullYear();
  return { assignments, holdout: { year, heldOut: inGlobalHoldout(id, year, GLOBAL_HOLDOUT_SHARE) } };
}
