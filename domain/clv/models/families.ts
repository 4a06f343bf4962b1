import type { PurchaseModelFamily, PurchaseModelKey } from './model.ts';
import { bgnbd } from './bgnbd.ts';
import { mbgcnbd } from './mbgcnbd.ts';
import { mbgnbd } from './mbgnbd.ts';
import { paretonbd } from './paretonbd.ts';

/** Every purchase model, in the order reports list them. */
export const purchaseModelFamilies: Readonly<Record<PurchaseModelKey, PurchaseModelFamily>> = {
  bgnbd,
  mbgnbd,
  paretonbd,
  mbgcnbd,
};
