/**
 * Where a run keeps what no query reads: its checkpoint, and the notes the next run goes on from. Files on one machine, S3 in the cloud. A
 * name is put once and never again, so nothing depends on who of two writers is faster; locks are the table's.
 */
export interface BlobStore {
  /** Where it is, for people: a directory, or `s3://bucket/prefix`. */
  readonly place: string;
  put(name: string, bytes: Uint8Array): Promise<void>;
  /** Null when there is none. */
  get(name: string): Promise<Uint8Array | null>;
  /** Every name that begins so. */
  list(prefix: string): Promise<string[]>;
  /** Harmless when there is none. */
  delete(name: string): Promise<void>;
}
