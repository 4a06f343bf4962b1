import type { ComponentType } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../words/words.ts';
import { spent } from './ask.ts';
import { company } from './company.ts';
import { KeyDialog, keyDialogIsOpen } from './key.tsx';
import { State } from './load.tsx';
import { countText, dayText, decimalText, moneyText } from './money.ts';
import { hrefOf, route } from './route.ts';
import { Search, searchIsOpen } from './search.tsx';
import { endpoint, key, language, THEMES, theme, type Language, type Theme } from './settings.ts';
import { GROUPS, HOME, VIEWS, type ViewEntry } from './views.ts';

export const App = () => (
  <>
    <a class="skip" href="#content" onClick={toContent}>
      {t('skip')}
    </a>
    <Header />
    <div class="frame">
      <Menu />
      <main id="content" tabIndex={-1}>
        <OpenView />
        <Footer />
      </main>
    </div>
    <KeyDialog />
    <Search />
  </>
);

/** The address is the state of the views: a jump within the page must not change it. */
function toContent(event: MouseEvent): void {
  event.preventDefault();
  document.getElementById('content')?.focus();
}

const openName = (): string => (route.value.view === '' ? HOME : route.value.view);

function Header() {
  const elsewhere = endpoint !== null && new URL(endpoint).origin !== location.origin ? new URL(endpoint).host : null;
  return (
    <header class="top">
      <a class="brand" href={hrefOf(HOME)}>
        <svg viewBox="0 0 24 24" width="26" height="26" aria-hidden="true">
          <circle class="ring" cx="12" cy="12" r="9" />
          <circle class="own" cx="12" cy="3" r="3" />
          <circle class="network" cx="19.8" cy="16.5" r="2.4" />
          <circle class="expected" cx="4.2" cy="16.5" r="2.4" />
        </svg>
        Kring
      </a>
      {company.value?.simulated === true && (
        <span class="badge" title={t('simulatedHint')}>
          {t('simulated')}
        </span>
      )}
      {elsewhere !== null && <span class="endpoint">{elsewhere}</span>}
      <span class="space" />
      <button
        type="button"
        class="find"
        aria-label={t('search')}
        onClick={() => (searchIsOpen.value = true)}
        aria-keyshortcuts="/"
      >
        <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
          <circle cx="6.5" cy="6.5" r="5" />
          <path d="M10.5 10.5 15 15" />
        </svg>
        <span>{t('search')}</span> <kbd>/</kbd>
      </button>
      <label class="choice">
        <span class="hidden">{t('language')}</span>
        <select value={language.value} onChange={(event) => (language.value = event.currentTarget.value as Language)}>
          <option value="en">English</option>
          <option value="nl">Nederlands</option>
        </select>
      </label>
      <label class="choice">
        <span class="hidden">{t('theme')}</span>
        <select value={theme.value} onChange={(event) => (theme.value = event.currentTarget.value as Theme)}>
          {THEMES.map((name) => (
            <option value={name}>{t(`theme.${name}`)}</option>
          ))}
        </select>
      </label>
      <button type="button" onClick={() => (keyDialogIsOpen.value = true)}>
        {t('key')}
        {key.value !== null && ' ✓'}
      </button>
    </header>
  );
}

function Menu() {
  const open = openName();
  const list = useRef<HTMLElement>(null);
  useEffect(() => {
    // On a narrow screen the menu is a strip: what is open must be in sight.
    const current = list.current?.querySelector<HTMLElement>('[aria-current]');
    if (current) list.current?.scrollTo({ left: current.offsetLeft - 24 });
  }, [open]);
  return (
    <nav class="menu" aria-label={t('menu')} ref={list}>
      {GROUPS.map(({ title, views }) => (
        <div>
          <p>{t(title)}</p>
          <ul>
            {views.map(({ name, title }) => (
              <li>
                <a href={hrefOf(name)} aria-current={name === open ? 'page' : undefined}>
                  {t(title)}
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

/** The view of the address. Its heading takes the focus when it changes, so that a screen reader says where one is. */
function OpenView() {
  const name = openName();
  const entry = VIEWS.find((view) => view.name === name);
  const [loaded, setLoaded] = useState<{ readonly of: ViewEntry; readonly View: ComponentType } | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    let isLeft = false;
    const load = async (of: ViewEntry): Promise<void> => {
      const View = await of.load();
      if (!isLeft) setLoaded({ of, View });
    };
    if (entry !== undefined) void load(entry);
    if (!isFirst.current) {
      heading.current?.focus();
      scrollTo(0, 0);
    }
    isFirst.current = false;
    return () => {
      isLeft = true;
    };
  }, [entry]);
  const title = entry === undefined ? t('notFound') : t(entry.title);
  useEffect(() => {
    document.title = `${title} · Kring`;
  }, [title]);
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {entry === undefined && <State title={t('notFound')} text={t('notFoundText')} />}
      {entry !== undefined && loaded?.of === entry && <loaded.View />}
    </>
  );
}

function Footer() {
  const of = company.value;
  const { asked, readUnits } = spent.value;
  return (
    <footer class="foot">
      <span data-asked={asked}>{t('foot.asked', { n: countText(asked) })}</span>
      <span data-read-units={readUnits}>{t('foot.units', { n: decimalText(readUnits) })}</span>
      {of !== null && (
        <>
          <span data-generation={of.generation}>{t('foot.generation', { n: String(of.generation ?? '–') })}</span>
          <span>{t('foot.asOf', { day: dayText(of.asOf) })}</span>
          {of.simulated && <strong title={t('simulatedHint')}>{t('simulated')}</strong>}
          {of.sinceRun !== 0n && <span>{t('foot.moved', { amount: moneyText(of.sinceRun, of.currency) })}</span>}
        </>
      )}
      {endpoint !== null && new URL(endpoint).origin === location.origin && <a href="/graphql">{t('foot.graphiql')}</a>}
    </footer>
  );
}
