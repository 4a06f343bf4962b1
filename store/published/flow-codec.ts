import { hash } from 'node:crypto';
import type { CustomerId } from '../../domain/events.ts';
import { KringError } from '../../domain/errors.ts';
import type { CustomerFlows, Flow, FlowList } from './flow-list.ts';
import { ID_LENGTH, type PackedIds } from '../customers/packed-ids.ts';
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
const LINE = 10;

interface Header {
  readonly layout: typeof LAYOUT;
  /** A fingerprint of the other part. */
  readonly of: string;
  readonly columns: readonly (readonly [values: number, ...Form])[];
}

const fingerprintOf = (between: Uint8Array): string => hash('sha256', between, 'base64url').slice(0, 8);

/** A list of a customer's flows as runs have it, by the places of customers among all. */
export interface ListedFlows {
  /** At the other ends, in an order that amounts do not move: readers sort by amount, equals as they stand. */
  readonly customers: readonly number[];
  readonly amountsMinor: readonly number[];
  /** Who stands between the ends of each path; absent where nobody does. */
  readonly between?: readonly (readonly number[])[];
  readonly restMinor: number;
}

/** Everything of one customer: a list for each of {@link LISTS}. */
export interface FlowsOf {
  readonly customer: number;
  readonly atRiskMinor: number | null;
  readonly lists: readonly [ListedFlows, ListedFlows, ListedFlows, ListedFlows];
}

/** @param ids of everybody */
export function encodeFlows(ids: PackedIds, flows: Iterable<FlowsOf>): FlowBlock {
  let bytes = new Uint8Array(1 << 14);
  let end = 0;
  const room = (): void => {
    if (end + ID_LENGTH + 2 <= bytes.length) return;
    const larger = new Uint8Array(2 * bytes.length);
    larger.set(bytes);
    bytes = larger;
  };
  const put = (code: number): void => {
    bytes[end++] = code;
  };
  const putId = (index: number): void => {
    room();
    for (let k = 0, from = index * ID_LENGTH; k < ID_LENGTH; k++) bytes[end++] = ids.bytes[from + k]!;
  };
  const [risks, rests, amounts]: [number[], number[], number[]] = [[], [], []];
  for (const { customer, atRiskMinor, lists } of flows) {
    if (end > 0) put(LINE);
    putId(customer);
    risks.push(atRiskMinor ?? Number.NaN);
    for (const { customers, amountsMinor, between, restMinor } of lists) {
      rests.push(restMinor);
      for (let k = 0; k < customers.length; k++) {
        amounts.push(amountsMinor[k]!);
        putId(customers[k]!);
        for (const one of between?.[k] ?? []) {
          put(ON.charCodeAt(0));
          putId(one);
        }
      }
      room();
      put(LIST_END.charCodeAt(0));
    }
  }
  const between = bytes.slice(0, end);
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
