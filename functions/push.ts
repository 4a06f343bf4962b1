import type { AttributeValue, DynamoDBStreamEvent } from 'aws-lambda';
import { pushAgain, pushCustomers } from '../enrichment/push/push.ts';
import { changedOwnValue, isPublication } from '../store/published/stream.ts';
import { openDatabase } from './environment.ts';

export interface PushResult {
  /** Customers whose orders were looked at, and whose numbers are other ones now. */
  readonly customers: number;
  readonly touched: number;
}

/**
 * Lambda handler of the table's stream: what orders and refunds move is shown before the next run, and once more when a run has published. Records come
 * again until they are taken, so a push that cannot be made now is tried again, and nothing is remembered here.
 */
export async function handler(event: DynamoDBStreamEvent): Promise<PushResult> {
  const images = event.Records.flatMap(({ dynamodb }) =>
    dynamodb === undefined ? [] : [{ before: asItem(dynamodb.OldImage), now: asItem(dynamodb.NewImage) }],
  );
  const customers = [...new Set(images.flatMap(({ before, now }) => changedOwnValue(before, now) ?? []))];
  const isAgain = images.some(({ before, now }) => isPublication(before, now));
  if (customers.length === 0 && !isAgain) return { customers: 0, touched: 0 };
  const db = await openDatabase();
  const outcomes = [
    ...(isAgain ? [await pushAgain(db)] : []),
    ...(customers.length > 0 ? [await pushCustomers(db, customers)] : []),
  ];
  if (outcomes.some(({ status }) => status === 'BUSY'))
    throw new Error('another push is under way: this one is repeated');
  return { customers: customers.length, touched: outcomes.reduce((sum, { touched }) => sum + touched, 0) };
}

/** Streams hand over the same attributes as the table, bytes as base64. */
const asItem = (image: Record<string, AttributeValue> | undefined) => image as Parameters<typeof changedOwnValue>[0];
