import Table from 'cli-table3';
import type { ActionPlan } from '../../domain/actions/action.ts';
import type { DesignComparison } from '../../enrichment/actions/designs.ts';
import { formatMinor } from '../money.ts';

const OF_TARGET: Readonly<Record<ActionPlan['target'], string>> = {
  DIRECT: 'the effect on who is reached',
  TOTAL: 'the effect on all, through others too',
  SPILLOVER: 'what reaches others',
};

/** What each design would tell of a plan, in words. */
export function designsText(
  { target }: Pick<ActionPlan, 'target'>,
  compared: DesignComparison,
  currency: string,
): string {
  const money = (minor: number | null): string =>
    minor === null || !Number.isFinite(minor) ? '–' : formatMinor(Math.round(minor), currency);
  const { designs, communities, customers, ties, draws, tenth, recommended, tooFew } = compared;
  const table = new Table({
    head: ['design', 'error', 'found four times in five', 'power at a tenth', ''],
    style: { head: [], border: [], compact: true },
  });
  for (const { design, standardError, detectable, power, refused } of designs)
    table.push([
      design,
      money(standardError?.[target] ?? null),
      money(detectable),
      power === null ? '–' : `${(100 * power).toFixed(0)} %`,
      refused ?? (design === recommended ? 'advised' : design === 'EGO' ? 'to compare with' : ''),
    ]);
  return [
    `Designs, of ${OF_TARGET[target]} (target ${target}), tried on ${customers} customers and ${ties} ties, ${draws} draws each; ${currency} a customer. A tenth of the forecast is ${money(tenth)}.`,
    table.toString(),
    `${communities.count} communities, worth ${communities.effective.toFixed(1)} of one size${tooFew === null ? '' : ': too few to be drawn whole'}. Communities hold where ties are missing, so they are advised where they come within a fifth of the best.`,
  ].join('\n');
}
