/**
 * What each stage of a deployment is. This file is committed, so that nothing of it can be forgotten on the command line; infra/stage.ts says what every
 * setting means and refuses what is missing or wrong. Secrets are not here: `npx sst secret set`.
 *
 * A stage named `personal`, or `personal-` and a name, belongs to one developer: it goes away completely with `sst remove`. Every other stage is
 * protected, and has an entry of its own.
 */
import type { StageSettings } from './infra/stage.ts';

export const personal: StageSettings = {
  region: 'eu-west-1',
  currency: 'EUR',
};

export const stages: Readonly<Record<string, StageSettings>> = {
  production: {
    region: 'eu-west-1',
    currency: 'EUR',
    // Who is told when something stops. A deployment with this address is refused: put your own.
    alarmEmail: 'operators@example.com',
    monthlyBudgetUsd: 200,
  },
};
