import type { Company } from '../app/company.ts';
import { countText, decimalText, percentText } from '../app/money.ts';
import { Figure } from '../figure/figure.tsx';
import { ForeseenPicture } from '../picture/foreseen.tsx';
import { nameOf, t } from '../words/words.ts';
import { countsText, HOLDOUT, isMoney, sureText, writeOf, type Experiment, type Report } from './experiment-data.ts';

interface PartProps {
  readonly action: Experiment;
  readonly report: Report;
  readonly company: Company;
}

/** What was forecast of each arm beside what came: in the holdout this is the forecast's live test. */
export function Foreseen({ action, report, company }: PartProps) {
  const { metric } = action.outcome;
  const write = writeOf(metric, company);
  const rows = report.arms.flatMap(({ arm, members, mean, forecastMean, beyondForecast }) =>
    forecastMean === null ? [] : [{ arm, members, mean, forecastMean, beyondForecast }],
  );
  if (rows.length === 0) return null;
  const title = t('experiments.foreseen');
  const tested = rows.find(({ arm }) => arm === HOLDOUT)?.beyondForecast ?? null;
  const cell = (value: number): number | bigint => (isMoney(metric) ? BigInt(Math.round(value)) : value);
  const kind = isMoney(metric) ? 'money' : 'number';
  return (
    <Figure
      name="experiment-forecast"
      title={title}
      says={tested === null ? undefined : t('experiments.foreseenSays', { more: sureText(tested, write) })}
      company={company}
      sums={[]}
      sumless={t('experiments.foreseenSumless')}
      table={{
        columns: [
          { label: t('experiments.arm'), kind: 'text' },
          { label: t('experiments.members'), kind: 'count' },
          { label: t('truth.predicted'), kind },
          { label: t('truth.actual'), kind },
          { label: t('experiments.beyond'), kind: 'text' },
        ],
        rows: rows.map(({ arm, members, mean, forecastMean, beyondForecast }) => [
          arm,
          members,
          cell(forecastMean),
          cell(mean),
          beyondForecast === null ? null : sureText(beyondForecast, write),
        ]),
      }}
    >
      <ForeseenPicture
        title={title}
        rows={rows.map(({ arm, members, mean, forecastMean }) => ({
          name: arm,
          note: countText(members),
          predicted: forecastMean,
          actual: mean,
        }))}
        write={write}
        axis={t('experiments.foreseenAxis')}
      />
    </Figure>
  );
}

/** What went on to those who follow the reached. */
export function Spillover({ action, report: { spillover, spilloverReason }, company }: PartProps) {
  const write = writeOf(action.outcome.metric, company);
  const share = (value: number): string => percentText(value, 1);
  return (
    <section class="card">
      <h2>{t('experiments.spillover')}</h2>
      {spillover === null ? (
        <p>{nameOf('action.reason', spilloverReason ?? 'NO_TIES')}</p>
      ) : (
        <>
          <p class="figure-number network">{share(spillover.share.value)}</p>
          <p>{t('experiments.spilloverSays')}</p>
          <dl class="terms">
            <dt>{t('experiments.direct')}</dt>
            <dd>{sureText(spillover.direct, write)}</dd>
            <dt>{t('experiments.totalEffect')}</dt>
            <dd>{sureText(spillover.total, write)}</dd>
            <dt>{t('experiments.throughOthers')}</dt>
            <dd>{sureText(spillover.share, share)}</dd>
            <dt>{t('experiments.influence')}</dt>
            <dd>
              {spillover.reason === null
                ? sureText(spillover.influence, (value) => decimalText(value, 3))
                : nameOf('action.reason', spillover.reason)}
            </dd>
          </dl>
          {spillover.notLinear === true && <p class="hint">{t('experiments.notLinear')}</p>}
        </>
      )}
    </section>
  );
}

/** What the action can show, known before it began, and who was left out. */
export function Power({ action: { arms, audience, warnings, outcome }, company }: Omit<PartProps, 'report'>) {
  const write = writeOf(outcome.metric, company);
  const power = audience?.power ?? null;
  const leftOut =
    audience === null
      ? ''
      : countsText(audience.leftOut.map(({ reason, count }) => ({ reason: nameOf('leftOut', reason), count })));
  return (
    <section class="card">
      <h2>{t('experiments.power')}</h2>
      {power === null ? (
        <p>{t('experiments.noPower')}</p>
      ) : (
        <>
          <p class="figure-number own">{write(power.detectable)}</p>
          <p>
            {t('experiments.detectable')}{' '}
            {power.neededPerArm !== null &&
              !warnings.some(({ code }) => code === 'UNDERPOWERED') &&
              t('experiments.needed', { n: countText(power.neededPerArm) })}
          </p>
        </>
      )}
      <p class="hint">
        {arms
          .map(({ key, share, members }) => `${key} ${members === null ? percentText(share) : countText(members)}`)
          .join(' · ')}
        {leftOut !== '' && ` · ${t('experiments.leftOut', { counts: leftOut })}`}
      </p>
      {warnings.map(({ message }) => (
        <p class="hint">{message}</p>
      ))}
    </section>
  );
}

/** Whether the arms are what chance drew. */
export function Checks({ report }: Pick<PartProps, 'report'>) {
  const { sampleRatio, attrition, exposure, contaminated, mergedAcross, erased } = report;
  const dominated = report.arms.filter(({ dominatedByOne }) => dominatedByOne);
  const checks = [
    { name: t('experiments.check.sampleRatio'), check: sampleRatio },
    { name: t('experiments.check.attrition'), check: attrition },
    ...(exposure === null ? [] : [{ name: t('experiments.check.exposure'), check: exposure }]),
  ];
  return (
    <section class="card">
      <h2>{t('experiments.checks')}</h2>
      <dl class="terms">
        {checks.map(({ name, check: { p, alarm } }) => (
          <>
            <dt>{name}</dt>
            <dd class={alarm ? 'open-check' : 'closed-check'}>
              {alarm ? '✗' : '✓'} {t('experiments.chance', { p: percentText(p, p < 0.01 ? 2 : 0) })}
            </dd>
          </>
        ))}
      </dl>
      <p class="hint">
        {t('experiments.others', {
          contaminated: countText(contaminated),
          merged: countText(mergedAcross),
          erased: countText(erased),
        })}
      </p>
      {dominated.map(({ arm }) => (
        <p class="hint">{t('experiments.dominated', { arm })}</p>
      ))}
    </section>
  );
}
