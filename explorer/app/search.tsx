import { signal } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../words/words.ts';
import { ask, documentOf, isFailed } from './ask.ts';
import { hrefOf } from './route.ts';
import { VIEWS } from './views.ts';

export const searchIsOpen = signal(false);

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) &&
  (target as HTMLInputElement).type !== 'range';

addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  event.preventDefault();
  searchIsOpen.value = true;
});

interface Found {
  readonly kind: string;
  readonly name: string;
  readonly href: string;
}

interface Hit {
  readonly customer: { readonly id: string; readonly displayName: string | null } | null;
}
const CUSTOMER = documentOf<Hit, { by: Readonly<Record<string, unknown>> }>(
  'query Find($by: CustomerIdentifier!) { customer(by: $by) { id displayName } }',
);

/**
 * What a text may name a customer by; null when it can name none.
 *
 * @example identifierOf('shop:17') // { externalId: { source: 'shop', id: '17' } }
 */
export function identifierOf(text: string): Readonly<Record<string, unknown>> | null {
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) return { email: text };
  if (/^\+[\d\s-]{6,}$/.test(text)) return { phone: text };
  const [, source, id] = /^([^\s:]+):(.+)$/.exec(text) ?? [];
  return source === undefined || id === undefined ? null : { externalId: { source, id: id.trim() } };
}

const viewsCalled = (text: string): Found[] =>
  VIEWS.filter(({ title }) => t(title).toLowerCase().includes(text.toLowerCase())).map(({ name, title }) => ({
    kind: t('search.view'),
    name: t(title),
    href: hrefOf(name),
  }));

/** From anywhere by /. What is typed goes to the endpoint when it can name a customer, and nowhere else. */
export function Search() {
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState('');
  const [customers, setCustomers] = useState<readonly Found[] | 'LOOKING'>([]);
  const isOpen = searchIsOpen.value;
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else {
      dialog.current?.close();
      setText('');
      setCustomers([]);
    }
  }, [isOpen]);
  const close = (): void => {
    searchIsOpen.value = false;
  };
  const by = identifierOf(text.trim());
  const views = text.trim() === '' ? [] : viewsCalled(text.trim());
  const look = async (): Promise<void> => {
    if (by === null) {
      if (views[0] !== undefined) open(views[0]);
      return;
    }
    setCustomers('LOOKING');
    const answer = await ask(CUSTOMER, { by });
    const customer = isFailed(answer) ? null : answer.data.customer;
    const found =
      customer === null
        ? []
        : [
            {
              kind: t('search.customer'),
              name: customer.displayName ?? text.trim(),
              href: hrefOf('customer', { id: customer.id }),
            },
          ];
    setCustomers(found);
    if (found[0] !== undefined) open(found[0]);
  };
  const open = ({ href }: Found): void => {
    location.hash = href;
    close();
  };
  const found = customers === 'LOOKING' ? views : [...views, ...customers];
  return (
    <dialog class="search" ref={dialog} onClose={close} aria-labelledby="search-title">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void look();
        }}
      >
        <h2 id="search-title">{t('search.title')}</h2>
        <label>
          <span class="hidden">{t('search.label')}</span>
          <input
            type="search"
            autocomplete="off"
            spellcheck={false}
            value={text}
            onInput={(event) => {
              setText(event.currentTarget.value);
              setCustomers([]);
            }}
          />
        </label>
        <p class="hint">{t('search.text')}</p>
        <ul class="found">
          {found.map(({ kind, name, href }) => (
            <li>
              <a href={href} onClick={close}>
                <span class="kind">{kind}</span> {name}
              </a>
            </li>
          ))}
        </ul>
        <p role="status">
          {customers === 'LOOKING'
            ? t('search.looking')
            : text.trim() !== '' && found.length === 0
              ? t('search.nothing')
              : ''}
        </p>
        <p class="buttons">
          <button type="submit" class="primary">
            {t('search')}
          </button>
          <button type="button" onClick={close}>
            {t('close')}
          </button>
        </p>
      </form>
    </dialog>
  );
}
