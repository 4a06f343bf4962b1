import type { ConsumedCapacity } from '@aws-sdk/client-dynamodb';

/**
 * Adds up what DynamoDB says each call consumed: capacity units of the table and its index together. Failed
 * conditional writes consume a unit on AWS that no response reports; they are not in here.
 */
export interface CapacityMeter {
  requests: number;
  readUnits: number;
  writeUnits: number;
  readonly perOperation: Record<string, { requests: number; units: number }>;
}

/** A meter that has counted nothing yet. */
export const newMeter = (): CapacityMeter => ({ requests: 0, readUnits: 0, writeUnits: 0, perOperation: {} });

const READS: ReadonlySet<string> = new Set(['GetItem', 'BatchGetItem', 'Query']);

/** Counts one answered call of `operation` (`'Query'`, `'PutItem'` …) with the capacity its response reported. */
export function addToMeter(
  meter: CapacityMeter,
  operation: string,
  consumed: ConsumedCapacity | readonly ConsumedCapacity[] | undefined,
): void {
  const list: readonly ConsumedCapacity[] = consumed === undefined ? [] : 'length' in consumed ? consumed : [consumed];
  let units = 0;
  for (const one of list) units += one.CapacityUnits ?? 0;
  meter.requests += 1;
  if (READS.has(operation)) meter.readUnits += units;
  else meter.writeUnits += units;
  const row = (meter.perOperation[operation] ??= { requests: 0, units: 0 });
  row.requests += 1;
  row.units += units;
}
