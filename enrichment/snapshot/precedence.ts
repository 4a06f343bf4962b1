import { hash } from 'node:crypto';
import type { Identity } from '../../store/customers/identity.ts';

/**
 * In what order customers stand wherever a number does not decide: who gets an odd cent, who of two equals comes first. Ids
 * cannot say, for they derive from a key that every installation has of its own, and the same records would give other cents
 * elsewhere (docs/decisions/0012-equals.md).
 *
 * First comes who was there first (by what stands: an order given back in full brings nobody forward); only within one instant the first identity decides, by a hash that every installation
 * computes alike. Anybody can compute it from a name they guess, so it stays inside the taking of a snapshot: it is neither stored
 * nor shown, and of the order nothing is left but positions.
 *
 * @returns what tells customers of one instant apart, the same on every installation
 */
export function tieBreakOf(identity: Identity | undefined): string {
  const parts = identity === undefined ? [] : [identity.type, identity.source ?? '', identity.value];
  return hash('sha256', JSON.stringify(['kring order of equals', ...parts]), 'base64url');
}

const ALPHABET = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';
const RANK = Uint8Array.from({ length: 128 }, (_, code) => Math.max(0, ALPHABET.indexOf(String.fromCodePoint(code))));

/** The first 96 bits of {@link tieBreakOf} as two numbers that order as the texts do. */
export function tieBreakWords(tieBreak: string): readonly [high: number, low: number] {
  const word = (from: number): number => {
    let bits = 0;
    for (let k = from; k < from + 8; k++) bits = 64 * bits + (RANK[tieBreak.charCodeAt(k) & 127] ?? 0);
    return bits;
  };
  return [word(0), word(8)];
}
