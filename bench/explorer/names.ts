/** The views of the explorer, by what stands behind # in the address. */
export const VIEWS = [
  'today',
  'map',
  'focus',
  'customer',
  'circle',
  'leaving',
  'segments',
  'lifecycle',
  'cohorts',
  'growth',
  'experiments',
  'runs',
  'truth',
] as const;
