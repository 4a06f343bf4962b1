/** One value per customer, made when asked for: what is computed lies in columns, and an object for everybody at once would be ten times as much. */
export interface Rows<T> extends Iterable<T> {
  readonly length: number;
  at(index: number): T;
}

/** @example [...rowsOf(3, (i) => i * 10)] // [0, 10, 20] */
export const rowsOf = <T>(length: number, at: (index: number) => T): Rows<T> => ({
  length,
  at,
  *[Symbol.iterator]() {
    for (let i = 0; i < length; i++) yield at(i);
  },
});
