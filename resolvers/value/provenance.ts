import { toGlobalId } from '../wire/ids.ts';
import type { CustomerModel } from '../models.ts';
import type { VisibleGeneration } from '../../store/published/generations.ts';
import type { Part } from '../../store/published/profile-columns.ts';
import type { ShownBetween } from '../../store/published/customers.ts';
import type { PublishedProfile } from '../../store/published/profiles.ts';
import type { CustomerProfile } from '../../domain/profile/profile.ts';

/** A customer about whom a run has published: both the profile and the generation are there. */
export interface Scored {
  readonly profile: CustomerProfile;
  /** The generation in which each part of this profile last changed. */
  readonly changedIn: PublishedProfile['generation'];
  readonly generation: VisibleGeneration;
  /** What has moved since; the profile's value is with it. */
  readonly between: ShownBetween | null;
}

/** A customer with what a run says of them; null before the first. */
export const scored = ({ profile, generation, between }: CustomerModel): Scored | null =>
  profile && generation && { profile: profile.profile, changedIn: profile.generation, generation, between };

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
