import { createHash, hash } from 'node:crypto';
import type { RetiredPages } from '../../store/published/generations.ts';
import { decodeSlots, encodeSlots, otherSlot, slotIn, type At, type Slots } from '../../store/published/slots.ts';

/** What readers see, page by page, as far as a run must know: a fingerprint of each, by the name of what the pages are of, and the slot it lies in. */
export interface KnownPages {
  readonly slots: Slots;
  /** How many pages there are of each name. */
  readonly pages: ReadonlyMap<string, number>;
  /** Empty where they were lost: then every page counts as changed. */
  readonly hashes: ReadonlyMap<string, Uint32Array>;
}

export const NO_PAGES: KnownPages = { slots: {}, pages: new Map(), hashes: new Map() };

/** Two words of SHA-256: a changed page goes unnoticed once in 2⁶⁴. */
function fingerprintOf(content: Uint8Array): readonly [number, number] {
  const digest = hash('sha256', content, 'buffer');
  return [digest.readUInt32LE(0), digest.readUInt32LE(4)];
}

/** A fingerprint of parts as one, without ever making it. */
export function fingerprintParts(parts: Iterable<string | Uint8Array | Uint32Array>): string {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  return digest.digest('base64url').slice(0, 22);
}

/** The pages of a generation as they are made, one after the other: which of them differ from what readers see, and where those go. */
export interface PageLog {
  /** Where a page is to be written; null where it says what readers see already. Pages of a name are noted in their order. */
  note(name: string, content: Uint8Array): At | null;
  /** Whether any page differs so far, or is gone. */
  hasChanged(): boolean;
  slots(): Slots;
  hashes(): ReadonlyMap<string, Uint32Array>;
  /** How many pages there are by name. */
  contents(): Record<string, number>;
  /** Pages readers see and will not be looked for any more. */
  retired(): RetiredPages[];
}

/** @param known null for a view, which shares no page with anything and lies under its own generation */
export function pageLog(generation: number, known: KnownPages | null): PageLog {
  const words = new Map<string, number[]>();
  const slots = new Map<string, number[]>();
  const before = new Map(Object.entries(known?.slots ?? {}).map(([name, bits]) => [name, decodeSlots(bits)]));
  let changed = false;
  const packed = (bits: readonly number[]): Uint8Array => {
    const bytes = new Uint8Array(Math.ceil(bits.length / 8));
    for (const [page, bit] of bits.entries()) bytes[page >> 3]! |= bit << (page & 7);
    return bytes;
  };
  const listOf = (lists: Map<string, number[]>, name: string): number[] => {
    let list = lists.get(name);
    if (list === undefined) lists.set(name, (list = []));
    return list;
  };
  const log: PageLog = {
    note: (name, content) => {
      const noted = listOf(words, name);
      const placed = listOf(slots, name);
      const page = placed.length;
      const [low, high] = fingerprintOf(content);
      noted.push(low, high);
      const old = known?.hashes.get(name);
      const isKnown = page < (known?.pages.get(name) ?? 0);
      const slot = slotIn(before.get(name) ?? new Uint8Array(), page);
      if (isKnown && old?.[2 * page] === low && old[2 * page + 1] === high) {
        placed.push(slot === 'a' ? 0 : 1);
        return null;
      }
      changed = true;
      const next = isKnown ? otherSlot(slot) : 'a';
      placed.push(next === 'a' ? 0 : 1);
      return known === null ? generation : { slot: next, generation };
    },
    hasChanged: () => changed || log.retired().length > 0,
    slots: () => Object.fromEntries([...slots].map(([name, bits]) => [name, encodeSlots(packed(bits))])),
    hashes: () => new Map([...words].map(([name, noted]) => [name, Uint32Array.from(noted)])),
    contents: () => Object.fromEntries([...slots].map(([name, bits]) => [name, bits.length])),
    retired: () =>
      [...(known?.pages ?? [])].flatMap(([name, to]) => {
        const from = slots.get(name)?.length ?? 0;
        return from < to ? [{ name, from, to }] : [];
      }),
  };
  return log;
}
