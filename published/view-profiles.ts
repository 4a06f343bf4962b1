import type { CustomerId } from '../domain/events.ts';

/** Some customers' profiles in a view of the past, as they would lie in a slot; equal profiles, equal text. */
export const encodeViewProfiles = (payloads: readonly (readonly [id: CustomerId, payload: string])[]): string =>
  JSON.stringify(payloads);

/** One customer's payload out of {@link encodeViewProfiles}; null when they are not in it. */
export function viewProfile(text: string, id: CustomerId): string | null {
  const payloads = JSON.parse(text) as (readonly [CustomerId, string])[];
  return payloads.find(([one]) => one === id)?.[1] ?? null;
}
