import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  buildSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { DEPARTMENTS, RULE_COUNTINGS } from '../../domain/engagement/rules.ts';
import { CHANNELS, INTERACTION_TYPES, LINE_KINDS, TIE_KINDS } from '../../domain/events.ts';
import { ORDERINGS, TOP_ORDERINGS } from '../../domain/profile/orderings.ts';
import { RFM_GROUPS, SONAR_QUARTERS, SONAR_STAGES } from '../../domain/profile/profile.ts';
import { SEGMENT_FIELDS } from '../../domain/segments/fields.ts';
import { COMPARATORS } from '../../domain/segments/rules.ts';
import { typeDefs } from '../../schema/generated.ts';

const schema = buildSchema(typeDefs);
const root = join(import.meta.dirname, '../..');
const valuesOf = (name: string): string[] => {
  const type = schema.getType(name);
  return isEnumType(type) ? type.getValues().map((value) => value.name) : [];
};

describe('the schema', () => {
  it('is what the generated types were made from (drift fails)', async () => {
    await expect(
      promisify(execFile)(process.execPath, ['scripts/codegen.ts', '--check'], { cwd: root }),
    ).resolves.toBeDefined();
  });

  it.each([
    ['InteractionType', INTERACTION_TYPES],
    ['Channel', CHANNELS],
    ['LineKind', LINE_KINDS],
    ['TieKind', TIE_KINDS],
    ['RfmGroup', RFM_GROUPS],
    ['SonarQuarter', SONAR_QUARTERS],
    ['SonarStage', SONAR_STAGES],
    ['Department', DEPARTMENTS],
    ['RuleCounting', RULE_COUNTINGS],
    ['Comparator', COMPARATORS],
    ['CustomerOrderField', [...ORDERINGS, ...TOP_ORDERINGS]],
    [
      'SegmentField',
      Object.keys(SEGMENT_FIELDS).map((field) => field.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()),
    ],
  ])('knows exactly the values of %s that the domain knows', (name, known) => {
    expect(valuesOf(name).toSorted()).toEqual([...known].toSorted());
  });

  it('gives every connection edges, nodes and pageInfo', () => {
    const connections = Object.values(schema.getTypeMap()).filter(
      (type) => isObjectType(type) && type.name.endsWith('Connection'),
    );
    expect(connections.length).toBeGreaterThan(4);
    for (const type of connections)
      if (isObjectType(type))
        expect(Object.keys(type.getFields())).toEqual(expect.arrayContaining(['edges', 'nodes', 'pageInfo']));
  });

  it('describes every type, field, argument and value; arguments every list or mutation has are told in docs/api.md', () => {
    const everywhere = new Set(['first', 'after', 'input']);
    const own = Object.values(schema.getTypeMap()).filter(
      (type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type),
    );
    const bare = own
      .flatMap((type) => {
        const fields = isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
        return [
          { name: type.name, description: type.description },
          ...fields.map(({ name, description }) => ({ name: `${type.name}.${name}`, description })),
          ...fields.flatMap(({ name: field, args }) =>
            args
              .filter(({ name }) => !everywhere.has(name))
              .map(({ name, description }) => ({ name: `${type.name}.${field}(${name})`, description })),
          ),
          ...(isInputObjectType(type) ? Object.values(type.getFields()) : []).map(({ name, description }) => ({
            name: `${type.name}.${name}`,
            description,
          })),
          ...(isEnumType(type) ? type.getValues() : []).map(({ name, description }) => ({
            name: `${type.name}.${name}`,
            description,
          })),
        ];
      })
      .filter(({ description }) => (description ?? '').trim() === '')
      .map(({ name }) => name);
    expect(bare).toEqual([]);
  });

  it('asks every mutation for an idempotency key, and returns expected failures as data', () => {
    // By version, state or content a repeat of these changes nothing; with a key it gets the first answer too.
    const harmless = new Set(['freezeAction', 'recordExposures', 'closeAction', 'cancelAction']);
    for (const field of Object.values(schema.getMutationType()!.getFields())) {
      const input = schema.getType(String(field.args[0]!.type).replaceAll(/[[\]!]/gu, ''));
      const fields = input && isInputObjectType(input) ? input.getFields() : {};
      const key = fields['idempotencyKey'] ?? field.args.find(({ name }) => name === 'idempotencyKey');
      expect(String(key?.type), field.name).toBe(harmless.has(field.name) ? 'String' : 'String!');
      const payload = schema.getType(String(field.type).replaceAll('!', ''));
      expect(isObjectType(payload) && String(payload.getFields()['userErrors']?.type), field.name).toBe(
        '[UserError!]!',
      );
    }
  });
});
