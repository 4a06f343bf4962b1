/** What the tests of this folder read of a stage that was synthesised. */
import { expect } from 'vitest';
import type { Synthesis } from './synthesise.ts';

/** The two stages of stages.ts, once they have been synthesised. */
export interface Stages {
  /** Of one's own, with nothing said. */
  readonly dev: () => Synthesis;
  /** Kept, with everything said. */
  readonly production: () => Synthesis;
}

/** Functions of a stage with nothing said, by the names of their resources. */
export const FUNCTIONS = [
  'Enrich',
  'Graphql',
  'ImportFile',
  'Ingest',
  'Link',
  'Push',
  'SyncPlan',
  'SyncWork',
  'WebhookDelivery',
];

export const inputsOf = (synthesis: Synthesis, type: string, name: string): Record<string, any> => {
  const found = synthesis.resources.filter((resource) => resource.type === type && resource.name === name);
  expect(found, `one ${type} named ${name}`).toHaveLength(1);
  return found[0]!.inputs;
};
export const namesOf = (synthesis: Synthesis, type: string): string[] =>
  synthesis.resources
    .filter((resource) => resource.type === type)
    .map((resource) => resource.name)
    .sort();
export const open = (value: any): any =>
  value !== null && typeof value === 'object' && 'secret' in value ? open(value.secret) : value;

export interface Statement {
  actions: string[];
  resources: string[];
  effect?: string;
}
export const statementsOf = (role: Record<string, any>): Statement[] =>
  open(role['inlinePolicies']).flatMap((policy: { policy: unknown }) => JSON.parse(open(policy.policy)).Statement);
