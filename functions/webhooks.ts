import type { Context } from 'aws-lambda';
import { deliverWebhooks, type Delivered } from '../resolvers/webhooks/deliver.ts';
import { openDatabase } from './environment.ts';

/** Lambda handler of the schedule that tells webhooks what changed. It stops in time; the next tick goes on where each has come to. */
export async function handler(_event: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>): Promise<Delivered> {
  return deliverWebhooks(await openDatabase(), {
    loopback: false,
    remainingMs: () => context.getRemainingTimeInMillis(),
  });
}
