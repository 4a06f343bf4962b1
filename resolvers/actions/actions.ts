import { HOLDOUT_ARM, entersCalibration } from '../../domain/actions/action.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import { inGlobalHoldout } from '../../domain/experiments/assignment.ts';
import type { PublishedActionReport, PublishedYear } from '../../published/actions.ts';
import type { ActionResolvers, QueryResolvers } from '../generated.ts';
import type { ActionModel, ActionReportModel } from '../models.ts';
import { armsOf } from '../../store/actions/drawn.ts';
import { GLOBAL_HOLDOUT_SHARE } from '../../store/actions/holdout.ts';
import { getAction, LEFT_OUT_REASONS, listActions } from '../../store/actions/records.ts';
import { latestReport, latestYear, listReports, type StoredReport } from '../../store/actions/reports.ts';
import { resolveCustomers } from '../../store/customers/resolve.ts';
import { unknownCustomer } from '../../store/customers/consents.ts';
import { requireIdentifier } from '../wire/identifiers.ts';
import { connection, decodeKey, encodeKey, pageSize, startAfter } from '../wire/paging.ts';
import { toGlobalId } from '../wire/ids.ts';
import { moneyEstimate } from './report.ts';
import { warningsOf } from './warnings.ts';

export const actionQueries: Pick<QueryResolvers, 'action' | 'actions' | 'actionYear' | 'heldOut'> = {
  action: (_, { key }, { db }) => getAction(db, key),
  actions: async (_, { first, after, state }, { db }) => {
    const size = pageSize(first);
    const all = (await listActions(db)).filter((action) => !state || action.state === state);
    const list = `actions-${state ?? 'all'}`;
    const start = startAfter(
      all.map(({ key }) => key),
      after,
      list,
    );
    const edges = all.slice(start, start + size).map((node) => ({ cursor: encodeKey(list, node.key), node }));
    return {
      ...connection(edges, start + size < all.length, { after }),
      totalCount: { count: all.length, precision: 'EXACT', asOf: db.clock() },
    };
  },
  actionYear: async (_, { year }, { db }) => {
    const stored = await latestYear(db, year ?? new Date(db.clock()).getUTCFullYear());
    return stored && yearModel(stored);
  },
  heldOut: async (_, { by, action: key }, { db, principal }) => {
    const [found] = await resolveCustomers(db, [requireIdentifier(principal, by, ['by'])], { attributes: [] });
    if (found?.item === undefined)
      throw new InvalidInputError(['by'], unknownCustomer().message, { code: 'UNKNOWN_CUSTOMER' });
    const ids = [found.survivorId, found.id];
    const isLeftAlone = (year: number, share: number): boolean => inGlobalHoldout(found.survivorId, year, share);
    if (!key) return isLeftAlone(new Date(db.clock()).getUTCFullYear(), GLOBAL_HOLDOUT_SHARE);
    const action = await getAction(db, key);
    if (action === null)
      throw new InvalidInputError(['action'], `There is no action "${key.slice(0, 60)}".`, { code: 'NOT_FOUND' });
    const { drawn } = action;
    if (drawn === null) return isLeftAlone(new Date(action.startsAt).getUTCFullYear(), GLOBAL_HOLDOUT_SHARE);
    const arms = await armsOf(db, key, drawn, ids);
    const arm = ids.map((id) => arms.get(id)).find((place) => place !== undefined);
    return arm === undefined
      ? isLeftAlone(drawn.holdout.year, drawn.holdout.share)
      : action.arms[arm]?.key === HOLDOUT_ARM;
  },
};

const yearModel = ({ runId, report }: StoredReport) => {
  const { lift, ...year } = report as PublishedYear;
  return {
    ...year,
    runId: toGlobalId('EnrichmentRun', runId),
    perPerson: lift?.perPerson ?? null,
    total: lift === null ? null : moneyEstimate(lift.total),
    relative: lift?.relative ?? null,
    interval: lift?.interval ?? null,
    intervalReason: lift?.intervalReason ?? null,
  };
};

const reportModel = (action: ActionModel, stored: StoredReport): ActionReportModel => ({
  state: action.state,
  runId: stored.runId,
  report: stored.report as PublishedActionReport,
});

export const actionFields: ActionResolvers = {
  segmentKey: ({ segment }) => segment,
  arms: ({ arms, drawn }) =>
    arms.map(({ key, share, costPerPersonMinor }, place) => ({
      key,
      share,
      costPerPerson: costPerPersonMinor,
      members: drawn?.byArm[place] ?? null,
    })),
  rehearsal: ({ rehearsal }) => rehearsal ?? false,
  entersCalibration,
  audience: ({ drawn }) =>
    drawn === null
      ? null
      : {
          ...drawn,
          runId: toGlobalId('EnrichmentRun', drawn.runId),
          leftOut: LEFT_OUT_REASONS.map((reason) => ({ reason, count: drawn.leftOut[reason] ?? 0 })),
          holdoutYear: drawn.holdout.year,
          holdoutShare: drawn.holdout.share,
        },
  warnings: (action) => warningsOf(action),
  report: async (action, _, { db }) => {
    if (action.state === 'CANCELLED') return null;
    const stored = await latestReport(db, action.key);
    return stored && reportModel(action, stored);
  },
  reports: async (action, { first, after }, { db }) => {
    const list = `reports-${action.key}`;
    const { items, next } = await listReports(db, action.key, {
      first: pageSize(first),
      ...(after ? { after: decodeKey(after, list) } : {}),
    });
    const edges = items.map((stored) => ({
      cursor: encodeKey(list, stored.place),
      node: reportModel(action, stored),
    }));
    return connection(edges, next !== null, { after });
  },
};
