import type { ComponentType } from 'preact';
import type { TitleKey } from '../words/words.ts';

/** A view of the explorer. Its code is loaded when it is opened. */
export interface ViewEntry {
  readonly name: string;
  readonly title: TitleKey;
  readonly load: () => Promise<ComponentType>;
}

/** The views in the order of the menu, by what they are asked for. */
export const GROUPS: readonly { readonly title: TitleKey; readonly views: readonly ViewEntry[] }[] = [
  {
    title: 'nav.whole',
    views: [
      { name: 'today', title: 'view.today', load: async () => (await import('../views/today.tsx')).Today },
      { name: 'map', title: 'view.map', load: async () => (await import('../views/map.tsx')).ValueMap },
      { name: 'focus', title: 'view.focus', load: async () => (await import('../views/focus.tsx')).Focus },
    ],
  },
  {
    title: 'nav.customers',
    views: [
      { name: 'customer', title: 'view.customer', load: async () => (await import('../views/customer.tsx')).Customer },
      { name: 'circle', title: 'view.circle', load: async () => (await import('../views/circle.tsx')).Circle },
      { name: 'leaving', title: 'view.leaving', load: async () => (await import('../views/leaving.tsx')).Leaving },
      { name: 'segments', title: 'view.segments', load: async () => (await import('../views/segments.tsx')).Segments },
    ],
  },
  {
    title: 'nav.time',
    views: [
      {
        name: 'lifecycle',
        title: 'view.lifecycle',
        load: async () => (await import('../views/lifecycle.tsx')).Lifecycle,
      },
      { name: 'cohorts', title: 'view.cohorts', load: async () => (await import('../views/cohorts.tsx')).Cohorts },
      { name: 'growth', title: 'view.growth', load: async () => (await import('../views/growth.tsx')).Growth },
    ],
  },
  {
    title: 'nav.trust',
    views: [
      {
        name: 'experiments',
        title: 'view.experiments',
        load: async () => (await import('../views/experiments.tsx')).Experiments,
      },
      { name: 'runs', title: 'view.runs', load: async () => (await import('../views/runs.tsx')).Runs },
      { name: 'truth', title: 'view.truth', load: async () => (await import('../views/truth.tsx')).Truth },
    ],
  },
];
export const VIEWS: readonly ViewEntry[] = GROUPS.flatMap(({ views }) => views);
export const HOME = 'today';
