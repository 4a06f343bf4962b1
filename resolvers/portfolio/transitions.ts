import { SONAR_STAGES } from '../../domain/profile/profile.ts';
import type { LifecycleSummaryResolvers } from '../generated.ts';
import { partsOf } from './part.ts';

export const transitionFields: Pick<LifecycleSummaryResolvers, 'transitions'> = {
  transitions: async (_, __, context) => {
    const { is, parts } = await partsOf(context, ['transitions']);
    if (parts === null) return { ...is, began: [], steps: [] };
    const { began, steps } = parts.transitions;
    return {
      ...is,
      began: SONAR_STAGES.flatMap((stage) => (began[stage] === undefined ? [] : [{ stage, customers: began[stage] }])),
      steps,
    };
  },
};
