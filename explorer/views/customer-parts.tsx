import { useState } from 'preact/hooks';
import { ask, documentOf, isFailed } from '../app/ask.ts';
import { dayText, minorOf, moneyText, type Currency, type Money } from '../app/money.ts';
import { nameOf, t } from '../words/words.ts';

/** The stages of the lifecycle, in order. */
export const STAGES = [
  'SUSPECT',
  'PROSPECT',
  'LEAD',
  'OPPORTUNITY',
  'FIRST_ORDER',
  'ONBOARDING',
  'IN_USE',
  'HAPPINESS',
  'LOYALTY',
  'RECOMMENDATION',
] as const;

export interface LifecycleData {
  readonly lifecycle: {
    readonly quarter: string;
    readonly stage: string;
    readonly since: string | null;
    readonly cycle: number;
    readonly lapsed: boolean;
  } | null;
}

export function Stages({ lifecycle }: LifecycleData) {
  const reached = STAGES.findIndex((stage) => stage === lifecycle?.stage);
  return (
    <section class="card">
      <h2>{t('customer.lifecycle')}</h2>
      <ol class="stages">
        {STAGES.map((stage, at) => (
          <li class={at < reached ? 'past' : ''} aria-current={at === reached ? 'step' : undefined}>
            {nameOf('stage', stage)}
          </li>
        ))}
      </ol>
      {lifecycle !== null && (
        <p class="hint">
          {nameOf('quarter', lifecycle.quarter)} · {t('customer.cycle', { n: String(lifecycle.cycle) })}
          {lifecycle.since !== null && ` · ${t('customer.since', { day: dayText(lifecycle.since) })}`}
          {lifecycle.lapsed && ` · ${t('customer.lapsed')}`}
        </p>
      )}
    </section>
  );
}

export interface MembershipData {
  readonly segments: readonly { readonly key: string; readonly name: string }[];
}

interface Explained {
  readonly segment: {
    readonly explain: {
      readonly reason: string | null;
      readonly conditions: readonly {
        readonly holds: boolean | null;
        readonly text: string;
        readonly actual: string | null;
      }[];
    } | null;
  } | null;
}
const EXPLAIN = documentOf<Explained, { key: string; id: string }>(
  `query Why($key: String!, $id: ID!) { segment(key: $key) { explain(customerId: $id) { reason conditions { holds text actual } } } }`,
);

export const Memberships = ({ id, segments }: MembershipData & { id: string }) => (
  <section class="card">
    <h2>{t('customer.segments')}</h2>
    {segments.length === 0 ? (
      <p class="hint">{t('customer.noSegments')}</p>
    ) : (
      <ul class="memberships">
        {segments.map(({ key, name }) => (
          <Membership key={`${id} ${key}`} id={id} segment={key} name={name} />
        ))}
      </ul>
    )}
  </section>
);

function Membership({ id, segment, name }: { id: string; segment: string; name: string }) {
  const [said, setSaid] = useState<readonly string[] | null>(null);
  const why = async (): Promise<void> => {
    const answer = await ask(EXPLAIN, { key: segment, id });
    if (isFailed(answer)) return setSaid([answer.message || answer.failure]);
    const explained = answer.data.segment?.explain;
    setSaid([
      ...(explained?.conditions ?? []).map(
        ({ holds, text, actual }) =>
          `${holds === true ? '✓' : holds === false ? '✗' : '?'} ${text}${actual === null ? '' : ` (${actual})`}`,
      ),
      ...(explained?.reason == null ? [] : [explained.reason]),
    ]);
  };
  return (
    <li>
      <div>
        <span>{name}</span>
        {said === null && (
          <button type="button" aria-label={`${t('customer.why')} ${name}`} onClick={() => void why()}>
            {t('customer.why')}
          </button>
        )}
      </div>
      {said !== null && (
        <ul class="conditions" role="status">
          {said.map((line) => (
            <li>{line}</li>
          ))}
        </ul>
      )}
    </li>
  );
}

export interface TimelineData {
  readonly timeline: {
    readonly nodes: readonly {
      readonly placedAt?: string;
      readonly net?: Money;
      readonly type?: string;
      readonly channel?: string;
      readonly occurredAt?: string;
      readonly simulated?: boolean;
    }[];
  };
}

export function Timeline({ timeline: { nodes }, currency }: TimelineData & { currency: Currency }) {
  return (
    <section class="card">
      <h2>{t('customer.timeline')}</h2>
      {nodes.length === 0 && <p class="hint">{t('customer.noEvents')}</p>}
      <ol class="timeline">
        {nodes.map(({ placedAt, net, type, channel, occurredAt, simulated }) => {
          const at = placedAt ?? occurredAt ?? '';
          return (
            <li>
              <time dateTime={at}>{dayText(at)}</time>
              {type === undefined ? (
                <span class="order">{t('customer.order')}</span>
              ) : (
                <span>
                  {nameOf('interaction', type)} <span class="hint">{nameOf('channel', channel ?? '')}</span>
                </span>
              )}
              <span class="number">
                {net !== undefined && moneyText(minorOf(net), currency)}
                {simulated === true && <span class="hint">{t('simulated').toLowerCase()}</span>}
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
