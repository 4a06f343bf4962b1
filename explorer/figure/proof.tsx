import { useRef, useState } from 'preact/hooks';
import type { Company } from '../app/company.ts';
import { countText, moneyText, sumOf } from '../app/money.ts';
import { t } from '../words/words.ts';
import { recount, type Recounted } from './recount.ts';
import { differenceOf, type Sum } from './sums.ts';

interface ProofProps {
  readonly sums: readonly Sum[];
  readonly company: Company;
  readonly sumless?: string;
}

/** The strip below a picture: what is drawn, added here in integers, against what the portfolio says. */
export function Proof({ sums, company, sumless }: ProofProps) {
  const text = (amount: bigint, unit: Sum['unit']): string =>
    unit === 'money' ? moneyText(amount, company.currency) : countText(amount);
  return (
    <div class="proof" role="group" aria-label={t('proof')}>
      {sums.length === 0 && <p class="sumless">{sumless}</p>}
      {sums.map((sum) => {
        const difference = differenceOf(sum);
        return (
          <p
            class={difference === 0n ? 'closes' : 'open'}
            data-sum={sumOf(sum.drawn).toString()}
            data-difference={difference.toString()}
          >
            <span class="mark" aria-hidden="true">
              {difference === 0n ? '✓' : '✗'}
            </span>
            <span class="label">{sum.label}</span>
            <span class="amount">{text(sumOf(sum.drawn), sum.unit)}</span>
            <span class="relation">
              {difference === 0n ? '=' : '≠'} {text(sum.whole, sum.unit)}
            </span>
            <span class="difference">
              {t('difference')} {text(difference, sum.unit)}
            </span>
          </p>
        );
      })}
      {sums.length > 0 && <Recount company={company} />}
    </div>
  );
}

/** Pages through everybody and adds again: the sums of the run against its customers, one by one. */
function Recount({ company }: { company: Company }) {
  const [seen, setSeen] = useState<Recounted | null>(null);
  const running = useRef<AbortController | null>(null);
  const isRunning = seen?.state === 'COUNTING';
  const start = (): void => {
    running.current = new AbortController();
    void recount(company, setSeen, running.current.signal);
  };
  return (
    <div class="recount">
      {isRunning ? (
        <>
          <progress max={company.customers} value={seen.customers} aria-label={t('recounting')} />
          <span role="status">
            {t('recounted', { n: countText(seen.customers), of: countText(company.customers) })}
          </span>
          <button type="button" onClick={() => running.current?.abort()}>
            {t('stop')}
          </button>
        </>
      ) : (
        <button type="button" onClick={start} title={t('recountHint')}>
          {t('recount', { n: countText(company.customers) })}
        </button>
      )}
      {seen !== null && !isRunning && <RecountResult seen={seen} company={company} />}
    </div>
  );
}

function RecountResult({ seen, company }: { seen: Recounted; company: Company }) {
  if (seen.state === 'STOPPED') return <span role="status">{t('recountStopped')}</span>;
  if (seen.state === 'OVERTAKEN') return <span role="status">{t('recountOvertaken')}</span>;
  if (seen.state === 'FAILED') return <span role="alert">{t('recountFailed', { why: seen.why })}</span>;
  const difference = seen.total - company.total;
  return (
    <span role="status" class={difference === 0n ? 'closes' : 'open'} data-recounted={difference.toString()}>
      {t('recountResult', {
        n: countText(seen.customers),
        sum: moneyText(seen.total, company.currency),
        difference: moneyText(difference, company.currency),
      })}
    </span>
  );
}
