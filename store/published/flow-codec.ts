import { createHash } from 'node:crypto';
import type { CustomerId } from '../../domain/events.ts';
import { KringError } from '../../domain/errors.ts';
import type { CustomerFlows, Flow, FlowList } from '../../published/flow-list.ts';
import { ID_LENGTH } from '../customers/packed-ids.ts';
import { bytesOf, formOf, planesOf, valueIn, type Form } from './planes.ts';

/**
 * The flows of some customers in two parts: between whom they run, which changes with ties and referrals only, and what runs there, which changes
 * with every order. So a night without new ties writes two bytes a flow and not the ids at both ends of it.
 */
export interface FlowBlock {
  readonly between: Uint8Array;
  readonly amounts: Uint8Array;
}

/** The lists of a customer, and whether the customer is at the end of the path. */
const LISTS = [
  ['referralReceived', true],
  ['referralPassedOn', false],
  ['networkReceived', true],
  ['networkPassedOn', false],
] as const satisfies readonly (readonly [keyof CustomerFlows, boolean])[];

const LAYOUT = 1;
/** A line a customer: the id, then the lists; ids have one length, so that nothing need stand between them but what leads on along a path. */
const LIST_END = '|';
const ON = '>';

interface Header {
  readonly layout: typeof LAYOUT;
  /** A fingerprint of the other part. */
  readonly of: string;
  readonly columns: readonly (readonly [values: number, ...Form])[];
}

const fingerprintOf = (between: Uint8Array): string =>
  createHash('sha256').update(between).digest('base64url').slice(0, 8);

/** @param flows in an order that amounts do not move; readers sort them by amount, equals as they stand */
export function encodeFlows(flows: ReadonlyMap<CustomerId, CustomerFlows>): FlowBlock {
  const lines: string[] = [];
  const [risks, rests, amounts]: [number[], number[], number[]] = [[], [], []];
  for (const [id, own] of flows) {
    let line = id;
    risks.push(own.networkAtRiskMinor ?? Number.NaN);
    for (const [name, endsHere] of LISTS) {
      const { restMinor, flows: terms } = own[name];
      rests.push(restMinor);
      for (const { customer, amountMinor, path } of terms) {
        amounts.push(amountMinor);
        line += customer;
        for (const between of path.slice(1, -1)) line += ON + between;
        if (path[endsHere ? 0 : path.length - 1] !== customer || path[endsHere ? path.length - 1 : 0] !== id)
          throw new KringError('CORRUPT_BLOCK', `a flow of ${id} runs along another path than between the two`);
      }
      line += LIST_END;
    }
    lines.push(line);
  }
  const between = new TextEncoder().encode(lines.join('\n'));
  const columns = [risks, rests, amounts].map((values) => Float64Array.from(values));
  const forms = columns.map(formOf);
  const header: Header = {
    layout: LAYOUT,
    of: fingerprintOf(between),
    columns: columns.map(({ length }, k) => [length, ...forms[k]!]),
  };
  const text = Buffer.from(JSON.stringify(header));
  const size = Buffer.alloc(2);
  size.writeUInt16LE(text.length);
  return { between, amounts: Buffer.concat([size, text, ...columns.map((column, k) => planesOf(column, forms[k]!))]) };
}

/**
 * One customer's flows, the largest first; null when they take part in none.
 *
 * @throws KringError CORRUPT_BLOCK for parts of two writings, UNKNOWN_LAYOUT for what newer code wrote
 */
export function decodeFlows(block: FlowBlock, id: CustomerId): CustomerFlows | null {
  const raw = Buffer.from(block.amounts.buffer, block.amounts.byteOffset, block.amounts.byteLength);
  let at = 2 + raw.readUInt16LE(0);
  const { layout, of, columns } = JSON.parse(raw.toString('utf8', 2, at)) as Header;
  if (layout !== LAYOUT)
    throw new KringError('UNKNOWN_LAYOUT', `a block of flows has layout ${String(layout)}, this code knows ${LAYOUT}`);
  if (of !== fingerprintOf(block.between))
    throw new KringError('CORRUPT_BLOCK', 'the amounts of flows are of other flows than the ones beside them');
  const [riskAt, restAt, amountAt] = columns.map(([values, ...form]) => {
    const planes = raw.subarray(at, (at += bytesOf(values, form)));
    return (row: number): number => valueIn(planes, values, form, row);
  }) as [(row: number) => number, (row: number) => number, (row: number) => number];

  let flow = 0;
  for (const [customer, line] of Buffer.from(block.between).toString('latin1').split('\n').entries()) {
    const lists = line.slice(ID_LENGTH).split(LIST_END);
    if (!line.startsWith(id) || line === '') {
      for (const list of lists) flow += flowsIn(list).length;
      continue;
    }
    const decoded = LISTS.map(([name, endsHere], k): [string, FlowList] => {
      const restMinor = restAt(4 * customer + k);
      const flows = flowsIn(lists[k]!).map((ids): Flow => {
        const [other, ...between] = ids.split(ON) as [CustomerId, ...CustomerId[]];
        const path = endsHere ? [other, ...between, id] : [id, ...between, other];
        return { customer: other, amountMinor: amountAt(flow++), path };
      });
      const totalMinor = flows.reduce((sum, { amountMinor }) => sum + amountMinor, restMinor);
      flows.sort((a, b) => Math.abs(b.amountMinor) - Math.abs(a.amountMinor));
      return [name, { totalMinor, restMinor, flows }];
    });
    const risk = riskAt(customer);
    return {
      ...(Object.fromEntries(decoded) as Omit<CustomerFlows, 'networkAtRiskMinor'>),
      networkAtRiskMinor: Number.isNaN(risk) ? null : risk,
    };
  }
  return null;
}

const FLOW = new RegExp(`[^${ON}]{${ID_LENGTH}}(?:${ON}[^${ON}]{${ID_LENGTH}})*`, 'gu');
const flowsIn = (list: string): readonly string[] => list.match(FLOW) ?? [];
