import { useEffect, useState } from 'preact/hooks';
import { ask, documentOf, isFailed } from '../app/ask.ts';
import { PORTFOLIO, readAnew, reading, type Company, type PortfolioData } from '../app/company.ts';
import { Shown, State, useAnswer } from '../app/load.tsx';
import { countText, dayText } from '../app/money.ts';
import { DataTable, Figure } from '../figure/figure.tsx';
import { CountBars } from '../picture/count-bars.tsx';
import { nameOf, t } from '../words/words.ts';

interface Run {
  readonly id: string;
  readonly status: string;
  readonly step: string;
  readonly asOf: string;
  readonly generation: number;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly resumedCount: number;
  readonly error: string | null;
  readonly progress: {
    readonly total: number;
    readonly done: number;
    readonly skipped: number;
    readonly failed: number;
  };
  readonly cost: { readonly readUnits: number; readonly writeUnits: number };
}
interface RunData extends PortfolioData {
  readonly enrichmentRuns: { readonly nodes: readonly Run[] };
}

const RUNS = documentOf<RunData>(`query Runs {
  ${PORTFOLIO}
  enrichmentRuns(first: 10) { nodes {
    id status step asOf generation startedAt finishedAt resumedCount error
    progress { total done skipped failed } cost { readUnits writeUnits }
  } }
}`);
const NOTHING = {};
/** While a run is under way it is looked at this often. */
const LOOK_MS = 3000;

interface Started {
  readonly enrichmentRunStart: { readonly userErrors: readonly { readonly message: string }[] };
}
const START = documentOf<Started, { input: { idempotencyKey: string } }>(
  `mutation Start($input: EnrichmentRunStartInput!) { enrichmentRunStart(input: $input) { run { id } userErrors { message } } }`,
);

interface Plan {
  readonly enrichmentRunStart: {
    readonly plan: {
      readonly unfinished: { readonly id: string } | null;
      readonly customers: number | null;
      readonly lastCost: { readonly readUnits: number; readonly writeUnits: number } | null;
      readonly erasures: number;
    } | null;
    readonly userErrors: readonly { readonly message: string }[];
  };
}
const PLAN = documentOf<Plan, { input: { idempotencyKey: string; dryRun: true } }>(
  `mutation Plan($input: EnrichmentRunStartInput!) { enrichmentRunStart(input: $input) {
    plan { unfinished { id } customers lastCost { readUnits writeUnits } erasures } userErrors { message }
  } }`,
);

/** What the runs did and cost; the one under way, as it goes. */
export function Runs() {
  const answer = useAnswer(RUNS, NOTHING);
  const newest = answer !== null && 'data' in answer ? answer.data.enrichmentRuns.nodes[0] : undefined;
  const isRunning = newest?.status === 'RUNNING';
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(readAnew, LOOK_MS);
    return () => clearInterval(timer);
  }, [isRunning]);
  return (
    <>
      <p class="lead">{t('runs.lead')}</p>
      <Shown of={answer}>
        {({ enrichmentRuns: { nodes } }, company) =>
          nodes[0] === undefined ? (
            <State title={t('view.runs')} text={t('runs.none')}>
              <Start />
            </State>
          ) : (
            <>
              <Newest run={nodes[0]} company={company} />
              <All runs={nodes} company={company} />
            </>
          )
        }
      </Shown>
    </>
  );
}

function Newest({ run: { status, asOf, progress, resumedCount, error }, company }: { run: Run; company: Company }) {
  const { total, done, skipped, failed } = progress;
  const isRunning = status === 'RUNNING';
  const parts = [
    { name: t('runs.done'), customers: done },
    { name: t('runs.skipped'), customers: skipped },
    { name: t('runs.failed'), customers: failed },
    // A run under way is not done; one that ended has nothing left, or does not add up.
    ...(status === 'SUCCEEDED' ? [] : [{ name: t('runs.left'), customers: total - done - skipped - failed }]),
  ];
  const title = t('runs.title', { status: nameOf('run', status) });
  return (
    <Figure
      name="runs"
      title={title}
      says={`${t('runs.says', { day: dayText(asOf), done: countText(done), skipped: countText(skipped), failed: countText(failed) })}${resumedCount > 0 ? ` ${t('runs.resumed', { n: countText(resumedCount) })}` : ''}${error === null ? '' : ` ${error}`}`}
      company={company}
      controls={
        isRunning ? <progress max={Math.max(1, total)} value={done + skipped + failed} aria-label={title} /> : <Start />
      }
      sums={[
        {
          label: t('sum.customers'),
          unit: 'count',
          drawn: parts.map(({ customers }) => BigInt(customers)),
          whole: BigInt(total),
        },
      ]}
      table={{
        columns: [
          { label: t('runs.status'), kind: 'text' },
          { label: t('customers'), kind: 'count' },
        ],
        rows: parts.map(({ name, customers }) => [name, customers]),
      }}
    >
      <CountBars title={title} currency={company.currency} rows={parts.map((part) => ({ ...part, minor: null }))} />
    </Figure>
  );
}

function Start() {
  const [said, setSaid] = useState('');
  const start = async (): Promise<void> => {
    const answer = await ask(START, { input: { idempotencyKey: crypto.randomUUID() } });
    const [error] = isFailed(answer)
      ? [{ message: answer.message || t(`${answer.failure}.title`) }]
      : answer.data.enrichmentRunStart.userErrors;
    setSaid(error === undefined ? t('runs.started') : error.message);
    if (error === undefined) reading.value += 1;
  };
  const plan = async (): Promise<void> => {
    const answer = await ask(PLAN, { input: { idempotencyKey: crypto.randomUUID(), dryRun: true } });
    if (isFailed(answer)) return setSaid(answer.message || t(`${answer.failure}.title`));
    const { plan, userErrors } = answer.data.enrichmentRunStart;
    if (plan === null) return setSaid(userErrors[0]?.message ?? '');
    setSaid(
      [
        plan.unfinished === null ? t('runs.plan') : t('runs.planResumes', { id: plan.unfinished.id }),
        ...(plan.customers === null ? [] : [t('runs.planCustomers', { n: countText(plan.customers) })]),
        ...(plan.lastCost === null
          ? []
          : [
              t('runs.planCost', {
                reads: countText(Math.round(plan.lastCost.readUnits)),
                writes: countText(Math.round(plan.lastCost.writeUnits)),
              }),
            ]),
        ...(plan.erasures === 0 ? [] : [t('runs.planErasures', { n: countText(plan.erasures) })]),
      ].join(' '),
    );
  };
  return (
    <>
      <button type="button" onClick={() => void plan()}>
        {t('runs.preview')}
      </button>
      <button type="button" onClick={() => void start()}>
        {t('runs.start')}
      </button>
      <span class="hint" role="status">
        {said}
      </span>
    </>
  );
}

const secondsOf = ({ startedAt, finishedAt }: Run): number | null =>
  finishedAt === null ? null : Math.round((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000);

const All = ({ runs, company }: { runs: readonly Run[]; company: Company }) => (
  <section class="card">
    <h2>{t('runs.all')}</h2>
    <DataTable
      title={t('runs.all')}
      currency={company.currency}
      table={{
        columns: [
          { label: t('runs.startedAt'), kind: 'day' },
          { label: t('runs.status'), kind: 'text' },
          { label: t('runs.step'), kind: 'text' },
          { label: t('runs.changed'), kind: 'count' },
          { label: t('runs.reads'), kind: 'count' },
          { label: t('runs.writes'), kind: 'count' },
          { label: t('runs.seconds'), kind: 'count' },
        ],
        rows: runs.map((run) => [
          run.startedAt,
          nameOf('run', run.status),
          run.step.toLowerCase(),
          run.progress.done,
          run.cost.readUnits,
          run.cost.writeUnits,
          secondsOf(run),
        ]),
      }}
    />
  </section>
);
