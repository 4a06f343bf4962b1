import { pack, unpack, type TypedColumn } from './pack.ts';
import type { AudienceColumns } from '../../domain/social/audience.ts';
import {
  columnsOf,
  type AccountTree,
  type GroupColumns,
  type ListColumns,
  type Snapshot,
  type SourceColumns,
} from './snapshot.ts';
import { STANDING_WORDS, type StandingWord } from '../../domain/summary/standing.ts';
import { wordColumns } from './word-columns.ts';

interface SnapshotHeader {
  readonly asOf: number;
  readonly timeZone: string;
  readonly ruleSetVersion: number;
  readonly groupNames: readonly string[];
  readonly sourceNames: readonly string[];
  /** Absent in what a release before pinned. */
  readonly listNames?: readonly string[];
  readonly audienceSources: readonly string[];
  readonly words: Readonly<Record<StandingWord, readonly string[]>>;
  readonly accounts?: AccountTree;
  readonly rest: unknown;
}

/**
 * A snapshot as bytes, piece by piece, for the checkpoint that lets another process go on with the run.
 *
 * @param rest JSON to be kept with it
 */
export function encodeSnapshot(snapshot: Snapshot, rest: unknown = null): Iterable<Uint8Array> {
  const header: SnapshotHeader = {
    asOf: snapshot.asOf,
    timeZone: snapshot.timeZone,
    ruleSetVersion: snapshot.ruleSetVersion,
    groupNames: snapshot.groups.names,
    sourceNames: snapshot.sources.names,
    listNames: snapshot.lists.names,
    audienceSources: snapshot.audience.sources,
    words: Object.fromEntries(STANDING_WORDS.map((word) => [word, snapshot.words[word].names])) as Record<
      StandingWord,
      readonly string[]
    >,
    accounts: snapshot.accounts,
    rest,
  };
  const { names: _, ...groups } = snapshot.groups;
  const { sources: __, ...audience } = snapshot.audience;
  const { names: ___, ...sources } = snapshot.sources;
  const { names: ____, ...lists } = snapshot.lists;
  const sections = {
    purchases: snapshot.purchases,
    years: snapshot.years,
    groups,
    behaviour: snapshot.behaviour,
    words: Object.fromEntries(STANDING_WORDS.map((word) => [word, snapshot.words[word].of])),
    sources,
    lists,
    audience,
    ties: snapshot.ties,
    referrals: snapshot.referrals,
    duplicates: snapshot.duplicates,
  };
  const columns: Record<string, TypedColumn> = {
    ids: snapshot.ids.bytes,
    claims: bytesOfWords(snapshot.claims),
    ...snapshot.columns,
  };
  for (const [section, own] of Object.entries(sections)) {
    for (const [name, column] of Object.entries(own)) columns[`${section}.${name}`] = column as TypedColumn;
  }
  return pack(header, columns);
}

export async function decodeSnapshot(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<{ readonly snapshot: Snapshot; readonly rest: unknown }> {
  const { json, columns } = await unpack(pieces);
  const header = json as SnapshotHeader;
  const section = <T>(name: string): T => {
    const prefix = `${name}.`;
    const own = Object.entries(columns).filter(([key]) => key.startsWith(prefix));
    return Object.fromEntries(own.map(([key, column]) => [key.slice(prefix.length), column])) as T;
  };
  const snapshot: Snapshot = {
    asOf: header.asOf,
    timeZone: header.timeZone,
    ruleSetVersion: header.ruleSetVersion,
    ids: { bytes: columns['ids'] as Uint8Array },
    columns: columnsOf((name) => columns[name] as Float64Array),
    purchases: section('purchases'),
    years: section('years'),
    groups: { names: header.groupNames, ...section<Omit<GroupColumns, 'names'>>('groups') },
    behaviour: section('behaviour'),
    words: wordColumns((word) => ({ names: header.words[word], of: columns[`words.${word}`] as Int32Array })),
    // Absent in what an earlier release pinned.
    accounts: header.accounts ?? [],
    sources: { names: header.sourceNames, ...section<Omit<SourceColumns, 'names'>>('sources') },
    lists: { names: header.listNames ?? [], ...section<Omit<ListColumns, 'names'>>('lists') },
    audience: { sources: header.audienceSources, ...section<Omit<AudienceColumns, 'sources'>>('audience') },
    ties: section('ties'),
    referrals: section('referrals'),
    duplicates: section('duplicates'),
    claims: wordsOfBytes(columns['claims'] as Uint8Array),
  };
  return { snapshot, rest: header.rest };
}

const SPACE = 32;

/** Words of ASCII without spaces, each with one behind it: never one string of all. */
function bytesOfWords(words: readonly string[]): Uint8Array {
  const bytes = Buffer.alloc(
    words.reduce((sum, word) => sum + word.length + 1, 0),
    SPACE,
  );
  let at = 0;
  for (const word of words) at += bytes.write(word, at, 'latin1') + 1;
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

function wordsOfBytes(bytes: Uint8Array): string[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const words: string[] = [];
  for (let at = 0; at < text.length;) {
    const end = text.indexOf(SPACE, at);
    words.push(text.toString('latin1', at, end));
    at = end + 1;
  }
  return words;
}
