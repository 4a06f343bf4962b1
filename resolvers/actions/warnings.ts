import { HOLDOUT_ARM } from '../../domain/actions/action.ts';
import { FEWEST_PER_ARM } from '../../domain/experiments/types.ts';
import type { ActionRecord } from '../../store/actions/records.ts';
import type { ActionWarning } from '../../schema/generated.ts';

/** What makes an action worth less than it looks. */
export function warningsOf({ arms, drawn, withoutProof }: ActionRecord): ActionWarning[] {
  const warnings: ActionWarning[] = [];
  if (withoutProof)
    warnings.push({
      code: 'NO_PROOF',
      message: 'Nobody is left alone, so nobody can say what the action caused: no lift is shown.',
      count: null,
    });
  if (drawn === null) return warnings;
  for (const [other, count] of Object.entries(drawn.overlaps))
    warnings.push({
      code: 'OVERLAPPING_ACTION',
      message: `${count} members are in the action "${other}" too, in the same days. Each lift holds; their sum is nobody's: that of everything together is the global holdout's.`,
      count,
    });
  for (const [place, { key }] of arms.entries()) {
    const count = drawn.byArm[place] ?? 0;
    if (count < FEWEST_PER_ARM && !(withoutProof && key === HOLDOUT_ARM))
      warnings.push({
        code: 'SMALL_ARM',
        message: `The arm "${key}" has ${count} members; below ${FEWEST_PER_ARM} there is no interval.`,
        count,
      });
  }
  const needed = drawn.power?.neededPerArm ?? null;
  const smallest = Math.min(...arms.flatMap(({ share }, place) => (share > 0 ? [drawn.byArm[place] ?? 0] : [])));
  if (needed !== null && smallest < needed)
    warnings.push({
      code: 'UNDERPOWERED',
      message: `An effect of a tenth of what is forecast needs ${needed} members an arm; the smallest has ${smallest}.`,
      count: smallest,
    });
  return warnings;
}
