import type { QueryResolvers } from '../generated.ts';
import { acquisitionQueries } from './acquisition.ts';
import { balanceQueries } from './balance.ts';
import { contactQueries } from './contacts.ts';
import { sourceQueries } from './sources.ts';
import { changeQueries } from './change.ts';
import { focusQueries } from './focus.ts';
import { landscapeQueries } from './landscape.ts';
import { leavingQueries } from './leaving.ts';
import { periodQueries } from './periods.ts';
import { scorecardQueries } from './scorecard.ts';
import { valueMapQueries } from './value-map.ts';

/** Questions about the whole customer base: each reads prepared parts of the visible run, a handful of read units at any size. */
export const wholeQueries: Pick<
  QueryResolvers,
  | 'valueMap'
  | 'focus'
  | 'balance'
  | 'trustedContacts'
  | 'sourceHealth'
  | 'cohorts'
  | 'growth'
  | 'leaving'
  | 'segmentLandscape'
  | 'portfolioChange'
  | 'scorecard'
  | 'metricDefinitions'
  | 'acquisition'
> = {
  ...valueMapQueries,
  ...focusQueries,
  ...balanceQueries,
  ...contactQueries,
  ...sourceQueries,
  ...periodQueries,
  ...leavingQueries,
  ...landscapeQueries,
  ...acquisitionQueries,
  ...changeQueries,
  ...scorecardQueries,
};
