import { planOf } from '../../domain/actions/action.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import { freezeNow } from '../../resolvers/actions/draw.ts';
import { readDrawn } from '../../store/actions/drawn.ts';
import { recordExposures } from '../../store/actions/exposures.ts';
import { putPlan } from '../../store/actions/records.ts';
import type { Db } from '../../store/client/db.ts';

/** An action that has drawn two arms of the segment and reached somebody; the next run reports of it. */
export async function writeGoldenAction(db: Db, segment: string, asOf: number): Promise<void> {
  await putPlan(
    db,
    planOf({
      key: 'golden-mail',
      name: 'Golden mail',
      kind: 'MAIL',
      segment,
      consent: 'NOT_WITHDRAWN',
      startsAt: asOf,
      outcome: { metric: 'MARGIN', windowDays: 1 },
      arms: [
        { key: 'mail', share: 0.5, costPerPersonMinor: 50 },
        { key: 'holdout', share: 0.5, costPerPersonMinor: 0 },
      ],
    }),
  );
  const { drawn } = await freezeNow(db, 'golden-mail', 1);
  const { ids } = await readDrawn(db, 'golden-mail', drawn!);
  await recordExposures(db, [
    { action: 'golden-mail', by: { id: ids[0]! }, kind: 'SENT', at: asOf + DAY_MS / 2, source: 'mailer' },
  ]);
}
