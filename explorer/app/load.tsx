import { useEffect, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { ask, isFailed, startCounting, type Document, type Failed } from './ask.ts';
import { beginView, isOvertaken, readAnew, reading, see, type Company, type PortfolioData } from './company.ts';
import { endpoint, key } from './settings.ts';
import { t } from '../words/words.ts';
import { keyDialogIsOpen } from './key.tsx';

type Loaded<Data> = { readonly data: Data; readonly company: Company | null } | Failed | null;

/**
 * What a view shows, asked for when it opens, when its variables change and when everything is read anew. Null while it is on its way.
 *
 * @param isFirst whether this is the answer that the view is about; others that come of another generation are announced
 */
export function useAnswer<Data extends PortfolioData, Variables extends object>(
  document: Document<Data, Variables>,
  variables: Variables,
  isFirst = true,
): Loaded<Data> {
  const [loaded, setLoaded] = useState<Loaded<Data>>(null);
  const asked = JSON.stringify(variables);
  const again = reading.value;
  const shown = key.value;
  useEffect(() => {
    const leaving = new AbortController();
    if (isFirst) {
      startCounting();
      beginView();
    }
    const read = async (): Promise<void> => {
      const answer = await ask(document, variables, leaving.signal);
      if (!leaving.signal.aborted)
        setLoaded(isFailed(answer) ? answer : { data: answer.data, company: see(answer.data, isFirst) });
    };
    void read();
    return () => leaving.abort();
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [document, asked, again, shown]);
  return loaded;
}

interface LoadedProps<Data> {
  readonly of: Loaded<Data>;
  readonly children: (data: Data, company: Company) => ComponentChildren;
}

/** Shows what came, or what to do where nothing did. */
export function Shown<Data>({ of, children }: LoadedProps<Data>): ComponentChildren {
  if (of === null)
    return (
      <div class="state" role="status">
        <span class="spinner" aria-hidden="true" />
        {t('loading')}
      </div>
    );
  if ('failure' in of) return <Failure failed={of} />;
  if (of.company === null || of.company.customers === 0) return <State title={t('emptyTitle')} text={t('emptyText')} />;
  return (
    <>
      {isOvertaken.value && (
        <p class="notice" role="status">
          {t('overtaken')}{' '}
          <button type="button" onClick={readAnew}>
            {t('readAnew')}
          </button>
        </p>
      )}
      {children(of.data, of.company)}
    </>
  );
}

/** A message in place of a view. */
export const State = ({ title, text, children }: { title: string; text: string; children?: ComponentChildren }) => (
  <div class="state" role="status">
    <div>
      <h2>{title}</h2>
      <p>{text}</p>
      {children}
    </div>
  </div>
);

function Failure({ failed: { failure, message } }: { failed: Failed }) {
  const needsKey = failure === 'UNAUTHENTICATED' || failure === 'FORBIDDEN';
  return (
    <div class="state failed" role="alert">
      <div>
        <h2>{t(`${failure}.title`)}</h2>
        <p>{t(`${failure}.text`, { endpoint: endpoint ?? '' })}</p>
        {message !== '' && <p class="said">{message}</p>}
        <p class="buttons">
          {needsKey && (
            <button type="button" class="primary" onClick={() => (keyDialogIsOpen.value = true)}>
              {t('enterKey')}
            </button>
          )}
          <button type="button" onClick={readAnew}>
            {t('tryAgain')}
          </button>
        </p>
      </div>
    </div>
  );
}

/** A part that a run has not computed: its reason, in place of a picture. */
export const NotComputed = ({ reason }: { reason: string | null }) => (
  <State title={t('notComputed')} text={reason ?? ''} />
);
