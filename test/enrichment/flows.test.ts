import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computeRun } from '../../enrichment/compute/compute.ts';
import type { FlowList } from '../../published/flow-list.ts';
import { decodeFlows } from '../../published/flows-codec.ts';
import { flowBlocks, prefixLength } from '../../enrichment/publish/flows.ts';
import { flowBlock, flowBlockNames } from '../../published/blocks.ts';
import { parseSettings } from '../../enrichment/compute/settings.ts';
import { buildSnapshot } from '../../enrichment/snapshot/columns.ts';
import { allIds } from '../../store/customers/packed-ids.ts';
import { customersArbitrary, inputOf } from './arbitraries.ts';

const closes = ({ totalMinor, restMinor, flows }: FlowList): boolean =>
  flows.reduce((sum, { amountMinor }) => sum + amountMinor, restMinor) === totalMinor;

describe('every number explains itself', () => {
  it('Σ flows + rest = the published number, in all four directions, for everybody', () => {
    fc.assert(
      fc.property(customersArbitrary, (people) => {
        const { snapshot } = buildSnapshot(inputOf(people));
        const result = computeRun(snapshot, parseSettings({ kappa: 0.4 }), [], {
          influence: null,
          network: null,
          communities: null,
        });
        const { letters, blocks: made } = flowBlocks(snapshot, result);
        const blocks = new Map(made);
        for (const [i, id] of allIds(snapshot.ids).entries()) {
          const { value } = result.profiles.at(i);
          const text = blocks.get(flowBlock(id, letters));
          const flows = text === undefined ? null : decodeFlows(text, id);
          if (flows === null) {
            expect([
              value.networkReceivedMinor,
              value.networkPassedOnMinor,
              value.referralPassedOnMinor,
              value.referralReceivedMinor,
            ]).toEqual([0, 0, 0, 0]);
            continue;
          }
          expect(
            [flows.referralReceived, flows.referralPassedOn, flows.networkReceived, flows.networkPassedOn].every(
              closes,
            ),
          ).toBe(true);
          expect(flows.networkAtRiskMinor !== null).toBe(value.networkReceivedMinor > 0);
          expect(flows.networkReceived.totalMinor).toBe(value.networkReceivedMinor);
          expect(flows.networkPassedOn.totalMinor).toBe(value.networkPassedOnMinor);
          expect(flows.referralPassedOn.totalMinor).toBe(value.referralPassedOnMinor);
          expect(flows.referralReceived.totalMinor).toBe(value.referralReceivedMinor);
          const reward = result.flow.referral.rewardMinor[i]!;
          expect(flows.referralReceived.totalMinor - flows.referralPassedOn.totalMinor - reward).toBe(
            value.referralMinor,
          );
        }
      }),
      { numRuns: 150 },
    );
  });

  it('names blocks by as many letters as keep them small', () => {
    expect([1, 512, 513, 16_385, 10_000_000].map(prefixLength)).toEqual([0, 0, 1, 2, 3]);
    expect(flowBlockNames(2)).toHaveLength(1024);
    expect(flowBlockNames(0)).toEqual([flowBlock('abc', 0)]);
  });
});
