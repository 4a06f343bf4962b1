import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computeRun } from '../../enrichment/compute/compute.ts';
import type { FlowList } from '../../store/published/flow-list.ts';
import { decodeFlows } from '../../store/published/flow-codec.ts';
import { flowBlocks } from '../../enrichment/publish/flows.ts';
import { bucketOf } from '../../store/published/slots.ts';
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
        const { bits, blocks: made } = flowBlocks(snapshot, result);
        const blocks = [...made];
        expect(blocks).toHaveLength(2 ** bits);
        for (const [i, id] of allIds(snapshot.ids).entries()) {
          const { value } = result.profiles.at(i);
          const flows = decodeFlows(blocks[bucketOf(id, bits)]!, id);
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
});
