import type { QueryResolvers } from '../generated.ts';
import { focusQueries } from './focus.ts';
import { landscapeQueries } from './landscape.ts';
import { leavingQueries } from './leaving.ts';
import { periodQueries } from './periods.ts';
import { valueMapQueries } from './value-map.ts';

/** Questions about the whole customer base: each reads prepared parts of the visible run, a handful of read units at any size. */
export const wholeQueries: Pick<
  QueryResolvers,
  'valueMap' | 'focus' | 'cohorts' | 'growth' | 'leaving' | 'segmentLandscape'
> = {
  ...valueMapQueries,
  ...focusQueries,
  ...periodQueries,
  ...leavingQueries,
  ...landscapeQueries,
};
