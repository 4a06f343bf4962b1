import { DomainError } from '../../errors.ts';
import type { Csr } from './csr.ts';

/** One number per node from the caller's numbering into the internal one, written to `out`. */
export function toInternal(
  csr: Csr,
  column: Float64Array,
  out: Float64Array = new Float64Array(csr.nodeCount),
): Float64Array {
  if (column.length !== csr.nodeCount) {
    throw new DomainError('a column needs one entry per node', { length: column.length, nodeCount: csr.nodeCount });
  }
  const { callerOf } = csr;
  for (let i = 0; i < callerOf.length; i++) out[i] = column[callerOf[i]!]!;
  return out;
}

/** The column back in the caller's numbering. */
export function toCaller(csr: Csr, column: Float64Array): Float64Array {
  const { callerOf } = csr;
  const out = new Float64Array(csr.nodeCount);
  for (let i = 0; i < callerOf.length; i++) out[callerOf[i]!] = column[i]!;
  return out;
}
