import { pack, unpack, type TypedColumn } from './pack.ts';
import type { AudienceColumns } from '../../domain/social/audience.ts';
import { columnsOf, type Snapshot } from './snapshot.ts';

interface SnapshotHeader {
  readonly asOf: number;
  readonly timeZone: string;
  readonly ruleSetVersion: number;
  readonly groupNames: readonly string[];
  readonly audienceSources: readonly string[];
  readonly claims: string;
}

/** A snapshot as bytes, for the checkpoint that lets another process go on with the run. */
export function encodeSnapshot(snapshot: Snapshot): Uint8Array {
  const header: SnapshotHeader = {
    asOf: snapshot.asOf,
    timeZone: snapshot.timeZone,
    ruleSetVersion: snapshot.ruleSetVersion,
    groupNames: snapshot.groups.names,
    audienceSources: snapshot.audience.sources,
    claims: snapshot.claims.join(' '),
  };
  const { names: _, ...groups } = snapshot.groups;
  const { sources: __, ...audience } = snapshot.audience;
  const sections = {
    purchases: snapshot.purchases,
    groups,
    audience,
    ties: snapshot.ties,
    referrals: snapshot.referrals,
  };
  const columns: Record<string, TypedColumn> = { ids: snapshot.ids.bytes, ...snapshot.columns };
  for (const [section, own] of Object.entries(sections)) {
    for (const [name, column] of Object.entries(own)) columns[`${section}.${name}`] = column as TypedColumn;
  }
  return pack(header, columns);
}

export function decodeSnapshot(bytes: Uint8Array): Snapshot {
  const { json, columns } = unpack(bytes);
  const header = json as SnapshotHeader;
  const section = <T>(name: string): T => {
    const prefix = `${name}.`;
    const own = Object.entries(columns).filter(([key]) => key.startsWith(prefix));
    return Object.fromEntries(own.map(([key, column]) => [key.slice(prefix.length), column])) as T;
  };
  return {
    asOf: header.asOf,
    timeZone: header.timeZone,
    ruleSetVersion: header.ruleSetVersion,
    ids: { bytes: columns['ids'] as Uint8Array },
    columns: columnsOf((name) => columns[name] as Float64Array),
    purchases: section('purchases'),
    groups: { names: header.groupNames, ...section<{ offsets: Int32Array; name: Uint32Array }>('groups') },
    audience: { sources: header.audienceSources, ...section<Omit<AudienceColumns, 'sources'>>('audience') },
    ties: section('ties'),
    referrals: section('referrals'),
    claims: wordsOf(header.claims),
  };
}

const wordsOf = (text: string): readonly string[] => (text === '' ? [] : text.split(' '));
