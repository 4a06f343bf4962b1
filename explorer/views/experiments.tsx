import type { Company } from '../app/company.ts';
import { Shown, State, useAnswer } from '../app/load.tsx';
import { countText, dayText } from '../app/money.ts';
import { hrefOf, route, setParams } from '../app/route.ts';
import { nameOf, t } from '../words/words.ts';
import { EXPERIMENT, EXPERIMENTS, HOLDOUT, type Experiment, type Listed } from './experiment-data.ts';
import { Caused, OverTime } from './experiment-lift.tsx';
import { Checks, Foreseen, Power, Spillover } from './experiment-parts.tsx';

const NOTHING = {};

/** What actions caused: of what came, what would have come anyway, and how sure that is. */
export function Experiments() {
  const answer = useAnswer(EXPERIMENTS, NOTHING);
  return (
    <>
      <p class="lead">{t('experiments.lead')}</p>
      <Shown of={answer}>
        {({ actions: { nodes, totalCount } }) => {
          const chosen = nodes.find(({ key }) => key === route.value.params['action']) ?? newestOf(nodes);
          if (chosen === undefined) return <State title={t('experiments.none')} text={t('experiments.noneText')} />;
          return (
            <>
              <One key={chosen.key} action={chosen} all={nodes} />
              <All actions={nodes} count={totalCount.count} />
            </>
          );
        }}
      </Shown>
    </>
  );
}

const hasStarted = ({ state }: Listed): boolean => state === 'RUNNING' || state === 'CLOSED';

/** Of those that have something to show, where there are any, what began last. */
const newestOf = (actions: readonly Listed[]): Listed | undefined =>
  actions.toSorted((a, b) => Number(hasStarted(b)) - Number(hasStarted(a)) || b.startsAt.localeCompare(a.startsAt))[0];

function One({ action: { key }, all }: { action: Listed; all: readonly Listed[] }) {
  const answer = useAnswer(EXPERIMENT, { key }, false);
  return (
    <Shown of={answer}>
      {({ action }, company) =>
        action === null ? (
          <State title={t('experiments.gone')} text={t('experiments.goneText')} />
        ) : (
          <Told action={action} all={all} company={company} />
        )
      }
    </Shown>
  );
}

/** Which action, and of several arms which one. */
function Controls({ action, all, arm }: { action: Experiment; all: readonly Listed[]; arm: string }) {
  const treated = action.arms.filter(({ key }) => key !== HOLDOUT);
  return (
    <>
      <label>
        {t('experiments.action')}
        <select
          value={action.key}
          onChange={(event) => setParams({ action: event.currentTarget.value, arm: undefined })}
        >
          {all.map(({ key, name }) => (
            <option value={key}>{name}</option>
          ))}
        </select>
      </label>
      {treated.length > 1 && (
        <label>
          {t('experiments.arm')}
          <select value={arm} onChange={(event) => setParams({ arm: event.currentTarget.value })}>
            {treated.map(({ key }) => (
              <option value={key}>{key}</option>
            ))}
          </select>
        </label>
      )}
    </>
  );
}

function Told({ action, all, company }: { action: Experiment; all: readonly Listed[]; company: Company }) {
  const { report, arms } = action;
  const treated = arms.filter(({ key }) => key !== HOLDOUT);
  const arm = (treated.find(({ key }) => key === route.value.params['arm']) ?? treated[0])?.key ?? '';
  const controls = <Controls action={action} all={all} arm={arm} />;
  return (
    <>
      <p class="facts">
        <span>{nameOf('action.state', action.state)}</span>
        <span>{t('experiments.since', { day: dayText(action.startsAt), end: dayText(action.plannedEnd) })}</span>
        <span>{t('experiments.segment', { segment: action.segmentKey })}</span>
        {action.rehearsal && <span title={t('experiments.rehearsalHint')}>{t('experiments.rehearsal')}</span>}
        {report?.preliminary === true && <span>{t('experiments.preliminary')}</span>}
      </p>
      {report === null ? (
        <section class="card">
          <div class="controls">{controls}</div>
          <State
            title={action.name}
            text={
              action.state === 'CANCELLED'
                ? t('experiments.cancelled', { why: action.reason ?? '–' })
                : t(action.audience === null ? 'experiments.draft' : 'experiments.noReport')
            }
          />
        </section>
      ) : (
        <>
          <Caused action={action} report={report} arm={arm} company={company} controls={controls} />
          {report.withheld === null && <OverTime action={action} arm={arm} company={company} />}
          <Foreseen action={action} report={report} company={company} />
        </>
      )}
      <div class="cards">
        {report !== null && <Spillover action={action} report={report} company={company} />}
        <Power action={action} company={company} />
        {report !== null && <Checks report={report} />}
      </div>
    </>
  );
}

const All = ({ actions, count }: { actions: readonly Listed[]; count: number }) => (
  <section class="card">
    <h2>{t('experiments.all')}</h2>
    <div class="scroll" role="region" aria-label={t('experiments.all')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('experiments.action')}</th>
            <th scope="col">{t('experiments.state')}</th>
            <th scope="col">{t('experiments.kind')}</th>
            <th scope="col">{t('experiments.metric')}</th>
            <th scope="col">{t('experiments.starts')}</th>
          </tr>
        </thead>
        <tbody>
          {actions.map(({ key, name, state, kind, outcome, startsAt }) => (
            <tr>
              <td>
                <a href={hrefOf('experiments', { action: key })}>{name}</a>
              </td>
              <td>{nameOf('action.state', state)}</td>
              <td>{nameOf('action.kind', kind)}</td>
              <td>{nameOf('metric', outcome.metric)}</td>
              <td>{dayText(startsAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
    {actions.length < count && (
      <p class="hint">{t('experiments.more', { n: countText(actions.length), of: countText(count) })}</p>
    )}
  </section>
);
