import { toGlobalId } from '../wire/ids.ts';
import type { CustomerModel, Scored } from '../models.ts';
import type { Part } from '../../store/published/profile-columns.ts';

/** A customer with what a run says of them; null before the first. */
export const scored = ({ id, profile, generation, between }: CustomerModel): Scored | null =>
  profile && generation && { id, profile: profile.profile, changedIn: profile.generation, generation, between };

interface Origin {
  readonly method: 'OBSERVED' | 'MODELLED' | 'PRIOR';
  readonly confidence: number;
  readonly version: string;
  readonly missingInputs?: readonly string[];
  /** The part of the profile the number is from, or both; as its method says where absent. */
  readonly part?: Part | 'both';
}

/** Where a number of a published profile comes from. */
export const provenance = (
  { generation, changedIn }: Scored,
  { method, confidence, version, missingInputs = [], part = method === 'OBSERVED' ? 'observed' : 'modelled' }: Origin,
) => ({
  method,
  confidence,
  asOf: generation.asOf,
  computedAt: generation.publishedAt,
  generation: part === 'both' ? Math.max(changedIn.observed, changedIn.modelled) : changedIn[part],
  runId: toGlobalId('EnrichmentRun', generation.runId),
  version,
  missingInputs,
});
