import { VisibleError } from '../../domain/errors.ts';
import type { ActionPlan } from '../../domain/actions/action.ts';
import { segmentList } from '../../published/blocks.ts';
import { decodeParameters } from '../../published/parameters.ts';
import { freezeAction, previewAction, type FreezeOptions, type Preview } from '../../store/actions/freeze.ts';
import { requireAction, type ActionRecord } from '../../store/actions/records.ts';
import type { Db } from '../../store/client/db.ts';
import { visibleGeneration } from '../../store/published/generations.ts';

/** What an action's audience is drawn from, as runs have published it. @throws VisibleError EMPTY_AUDIENCE before a run has evaluated the segment */
export async function sourceOf(db: Db, segment: string): Promise<Omit<FreezeOptions, 'expectedVersion'>> {
  const shown = await visibleGeneration(db, { consistent: true });
  const list = shown?.segments[segment];
  const evaluated = Object.keys(shown?.segments ?? {})
    .sort()
    .join(', ');
  if (shown === null || list === undefined)
    throw new VisibleError(
      'EMPTY_AUDIENCE',
      `No run has evaluated a segment "${segment.slice(0, 60)}" yet.${evaluated === '' ? '' : ` The last one knows ${evaluated}.`} Run, and draw then.`,
    );
  const parameters = decodeParameters(shown.parameters);
  return {
    shown,
    list: { ...list, name: segmentList(segment) },
    scoring: parameters?.scoring ?? null,
    parametersVersion: parameters?.version ?? null,
  };
}

/** Draws an action by the last run's segment and forecasts (store/actions/freeze.ts). */
export async function freezeNow(db: Db, key: string, expectedVersion: number): Promise<ActionRecord> {
  const { segment } = await requireAction(db, key);
  return freezeAction(db, key, { ...(await sourceOf(db, segment)), expectedVersion });
}

/** Who would be drawn if an action were frozen now. */
export const previewNow = async (db: Db, plan: ActionPlan): Promise<Preview> =>
  previewAction(db, plan, await sourceOf(db, plan.segment));
