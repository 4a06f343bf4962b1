/** Full up to this share, a search in the table looks at two or three slots. */
const MAX_LOAD = 0.6;

/**
 * Tells texts that came before, by 64 bits of a hash (FNV-1a and a second one beside it), in some 27 to 54 bytes each. A
 * false alarm among a million rows is one in forty million.
 */
export function newRepeatCheck(): { isRepeat(text: string): boolean } {
  let capacity = 1 << 12;
  let table = new Uint32Array(2 * capacity);
  let size = 0;

  /** Puts a hash into the table; false when it is there. An empty slot is 0, 0. */
  const put = (low: number, high: number): boolean => {
    for (let slot = low & (capacity - 1); ; slot = (slot + 1) & (capacity - 1)) {
      const [foundLow, foundHigh] = [table[2 * slot]!, table[2 * slot + 1]!];
      if (foundLow === low && foundHigh === high) return false;
      if (foundLow !== 0 || foundHigh !== 0) continue;
      table[2 * slot] = low;
      table[2 * slot + 1] = high;
      return true;
    }
  };

  const grow = (): void => {
    const old = table;
    capacity *= 2;
    table = new Uint32Array(2 * capacity);
    for (let at = 0; at < old.length; at += 2) if (old[at] !== 0 || old[at + 1] !== 0) put(old[at]!, old[at + 1]!);
  };

  return {
    isRepeat(text) {
      let low = 0x811c9dc5;
      let high = 0x2545f491;
      for (let at = 0; at < text.length; at += 1) {
        const unit = text.charCodeAt(at);
        low = Math.imul(low ^ unit, 0x01000193);
        high = Math.imul(high ^ unit, 0x5bd1e995) ^ (high >>> 15);
      }
      // The lowest bits of FNV depend on the lowest bits of the text alone; the slot must not.
      low = (low ^ (low >>> 16) ^ (high >>> 7)) >>> 0;
      if (!put(low === 0 ? 1 : low, high >>> 0)) return true;
      size += 1;
      if (size > MAX_LOAD * capacity) grow();
      return false;
    },
  };
}
