import { signal } from '@preact/signals';

/** Where the reader is: a view and its settings, all of it in the address behind #, and never a name or anything else that is personal. */
export interface Route {
  readonly view: string;
  readonly params: Readonly<Record<string, string>>;
}

/** @example routeOf('#/focus?by=TOTAL') // { view: 'focus', params: { by: 'TOTAL' } } */
export function routeOf(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
  return { view: path, params: Object.fromEntries(new URLSearchParams(query)) };
}

/** @example hrefOf('focus', { by: 'TOTAL' }) // '#/focus?by=TOTAL' */
export function hrefOf(view: string, params: Readonly<Record<string, string | undefined>> = {}): string {
  const given = Object.entries(params).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const query = new URLSearchParams(given).toString();
  return `#/${view}${query === '' ? '' : `?${query}`}`;
}

export const route = signal<Route>(routeOf(location.hash));
addEventListener('hashchange', () => {
  route.value = routeOf(location.hash);
});

/** Sets some of the settings of the view that is open, without a step in the browser's history. */
export function setParams(changed: Readonly<Record<string, string | undefined>>): void {
  const { view, params } = route.value;
  const href = hrefOf(view, { ...params, ...changed });
  history.replaceState(null, '', href);
  route.value = routeOf(href);
}
