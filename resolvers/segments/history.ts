/** What runs found changed since the one before: who came to segments and went, and what became of one customer. */
import { reasonOf } from '../../domain/segments/changes.ts';
import type { RfmGroup } from '../../domain/profile/profile.ts';
import type { LabelsReport } from '../../domain/segments/labels-report.ts';
import type { CustomerId } from '../../domain/events.ts';
import { shownChanges, shownLabels } from '../../store/published/label-files.ts';
import type { VisibleGeneration } from '../../store/published/generations.ts';
import type {
  CustomerResolvers,
  LabelChangeResolvers,
  RfmResolvers,
  SegmentMovementResolvers,
  SegmentResolvers,
} from '../generated.ts';
import type { RequestContext } from '../serve/context.ts';
import { toGlobalId } from '../wire/ids.ts';
import { pageSize } from '../wire/paging.ts';
import { segmentByKey } from './segments.ts';

const NOT_PUBLISHED = 'No run has been published yet.';
const OTHER_RELEASE = 'The visible run is of a release that did not keep what changes. The next run begins to.';
const OF_THE_PAST = 'A view of the past stands beside the runs that are compared.';
const FIRST =
  'No run before the last one kept what it said, so there is nothing to compare with. The next run compares.';
const NEW_SEGMENT = 'The last run was the first to try this segment. The next one compares.';
const NOT_TRIED = 'No run has tried this segment yet.';
const NOT_SEEN = 'No run has seen this customer yet.';

/** What the visible run kept of everybody's labels, or why there is nothing. */
async function reportShown({ db, loaders }: RequestContext): Promise<{
  readonly generation: VisibleGeneration | null;
  readonly report: LabelsReport | null;
  readonly reason: string | null;
}> {
  const generation = await loaders.generation();
  const without = (reason: string) => ({ generation, report: null, reason });
  if (generation === null) return without(NOT_PUBLISHED);
  if (generation.slots === undefined) return without(OF_THE_PAST);
  const report = await shownLabels(db, generation);
  return report === null ? without(OTHER_RELEASE) : { generation, report, reason: null };
}

export const segmentGrowthFields: Pick<SegmentResolvers, 'growth'> = {
  growth: async ({ key }, _, context) => {
    const { generation, report, reason } = await reportShown(context);
    const of = report?.growth[key];
    const from = report?.comparedWith ?? null;
    if (of === undefined)
      return {
        from,
        to: generation?.asOf ?? null,
        reason: reason ?? (generation?.segments[key] === undefined ? NOT_TRIED : from === null ? FIRST : NEW_SEGMENT),
        before: null,
        entered: null,
        left: null,
        after: null,
      };
    return { ...of, from, to: generation!.asOf, reason: null };
  },
};

export const segmentMovementFields: SegmentMovementResolvers = {
  reasons: ({ reasons }) => reasons.map(([text, customers]) => ({ text, customers })),
  list: ({ list }, { first }, { loaders }) =>
    Promise.all(
      list
        .slice(0, pageSize(first))
        .map(async ([id, reason]) => ({ customer: await loaders.customer.load(id), reason })),
    ),
};

/** The changes of a customer, the newest first. */
async function changesOf(id: CustomerId, context: RequestContext) {
  const { generation, report, reason } = await reportShown(context);
  const since = report?.since ?? null;
  if (report === null || generation === null) return { changes: [], report, since, reason };
  const changes = await shownChanges(context.db, generation, report, id);
  const none = changes === null ? NOT_SEEN : report.comparedWith === null ? FIRST : null;
  return {
    changes: (changes ?? []).toReversed().map((change) => ({ change, report })),
    report,
    since: changes === null ? null : since,
    reason: none ?? (changes?.length === 0 ? 'No run has found anything changed.' : null),
  };
}

export const customerHistoryFields: Pick<CustomerResolvers, 'labelHistory'> = {
  labelHistory: async ({ id }, { first }, context) => {
    const size = pageSize(first);
    const { changes, since, reason } = await changesOf(id, context);
    return { list: changes.slice(0, size), count: changes.length, since, reason };
  },
};

export const rfmHistoryFields: Pick<RfmResolvers, 'before'> = {
  before: async ({ id }, _, context) => {
    const { changes, reason } = await changesOf(id, context);
    for (const { change } of changes)
      if (change.kind === 'RFM_GROUP')
        return {
          group: change.from as RfmGroup | null,
          changedAt: change.at,
          because: change.because,
          reason: null,
        };
    return { group: null, changedAt: null, because: null, reason: reason ?? 'No run has found the group changed.' };
  },
};

export const labelChangeFields: LabelChangeResolvers = {
  kind: ({ change }) => change.kind,
  at: ({ change }) => change.at,
  runId: ({ change, report }) => {
    const run = report.runs.findLast(([at]) => at === change.at);
    return run === undefined ? null : toGlobalId('EnrichmentRun', run[1]);
  },
  segment: ({ change }, _, context) => (change.kind === 'SEGMENT' ? segmentByKey(change.segment, context) : null),
  segmentKey: ({ change }) => (change.kind === 'SEGMENT' ? change.segment : null),
  entered: ({ change }) => (change.kind === 'SEGMENT' ? change.entered : null),
  from: ({ change }) => (change.kind === 'SEGMENT' ? null : change.from),
  to: ({ change }) => (change.kind === 'SEGMENT' ? null : change.to),
  because: ({ change }) => (change.kind === 'SEGMENT' ? reasonOf(change) : change.because),
  conditions: ({ change }) => (change.kind === 'SEGMENT' ? change.conditions : []),
};
