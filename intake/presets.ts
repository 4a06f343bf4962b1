import { VisibleError } from '../domain/errors.ts';
import { plainName } from './csv/columns.ts';
import { contactLists } from './presets/contacts.ts';
import { datasets } from './presets/datasets.ts';
import { klaviyoEvents } from './presets/klaviyo-events.ts';
import { magentoOrders } from './presets/magento-orders.ts';
import type { Preset as AnyPreset } from './presets/preset.ts';
import { referralApps } from './presets/referral-apps.ts';
import { segmentMessages } from './presets/segment-messages.ts';
import { shopifyOrders } from './presets/shopify-orders.ts';
import { stripeApi, stripeCharges } from './presets/stripe-charges.ts';
import { woocommerceOrders } from './presets/woocommerce-orders.ts';

export const IMPORT_KINDS = [
  'orders',
  'interactions',
  'ties',
  'referrals',
  'customers',
  'facts',
  'messages',
  'products',
  'accounts',
  'spend',
] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];
export type Preset = AnyPreset<ImportKind>;

/** The files that are recognised, each a module of its own; the first whose columns a header has is taken. */
export const PRESETS: readonly Preset[] = [
  shopifyOrders,
  woocommerceOrders,
  magentoOrders,
  stripeCharges,
  stripeApi,
  klaviyoEvents,
  segmentMessages,
  ...referralApps,
  ...contactLists,
  ...datasets,
];

/** The presets whose columns a header has. */
export function presetsOf(header: readonly string[]): readonly Preset[] {
  const has = new Set(header.map(plainName));
  return PRESETS.filter((preset) =>
    preset.header.every((column) => [column].flat().some((name) => has.has(plainName(name)))),
  );
}

/**
 * The preset a user named, or the one whose columns the header has and that serves this kind of import.
 *
 * @throws VisibleError UNKNOWN_PRESET, PRESET_NOT_FOR_KIND
 */
export function presetFor(kind: ImportKind, header: readonly string[], name?: string): Preset | null {
  if (name === undefined) return presetsOf(header).find((preset) => preset.kinds[kind] !== undefined) ?? null;
  const preset = PRESETS.find((candidate) => candidate.name === name);
  if (preset === undefined)
    throw new VisibleError(
      'UNKNOWN_PRESET',
      `There is no preset "${name}". The presets are: ${PRESETS.map((known) => known.name).join(', ')}.`,
    );
  if (preset.kinds[kind] === undefined) {
    throw new VisibleError(
      'PRESET_NOT_FOR_KIND',
      `The preset ${name} reads ${Object.keys(preset.kinds).join(' or ')}, not ${kind}: kring import ${Object.keys(preset.kinds)[0]} FILE`,
    );
  }
  return preset;
}
