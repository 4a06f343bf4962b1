import { Argument, Command } from 'commander';
import { DUPLICATE_REASONS, type DuplicateReason } from '../../domain/customers/duplicates.ts';
import { VisibleError } from '../../domain/errors.ts';
import { isCustomerId } from '../../store/customers/identity.ts';
import type { CustomerIdentifier } from '../../store/customers/identity.ts';
import type { MergePreview } from '../../store/merges/preview.ts';
import { formatMinor } from '../money.ts';
import type { GlobalOptions } from '../options.ts';

const NAMES =
  "A customer is named by Kring's own id, ann@example.com, phone:+31201234567, or SOURCE:ID as in shop:C-1001.";

/**
 * How a command names a customer.
 *
 * @example customerNamed('shop:C-1001') // { externalId: { source: 'shop', id: 'C-1001' } }
 */
export function customerNamed(text: string): CustomerIdentifier {
  const at = text.indexOf(':');
  if (at < 0 && text.includes('@')) return { email: text };
  if (at < 0 && isCustomerId(text)) return { id: text };
  const [kind, value] = [text.slice(0, at), text.slice(at + 1)];
  if (at < 0 || kind === '' || value === '') throw new VisibleError('USAGE', `${NAMES} Got "${text}".`);
  if (kind === 'email') return { email: value };
  if (kind === 'phone') return { phone: value };
  return { externalId: { source: kind, id: value } };
}

/** `kring merge`. */
export const mergeCommand = (): Command =>
  new Command('merge')
    .description('make two customers one: the history of both, by every name of either; kring unmerge takes it back')
    .argument('<survivor>', 'who stays')
    .argument('<merged>', 'whose names lead to the survivor from now on')
    .option('--preview', 'only tell what it would do')
    .addHelpText('after', `\n${NAMES}`)
    .action(async (survivor: string, merged: string, _options, command: Command) => {
      const { withConnection } = await import('../../local/dynamodb/connect.ts');
      const { mergeCustomers } = await import('../../store/merges/merge.ts');
      const { previewMerge } = await import('../../store/merges/preview.ts');
      const { tableMeta } = await import('../../store/client/table.ts');
      const options = command.optsWithGlobals<GlobalOptions & { preview?: boolean }>();
      const who = { survivor: customerNamed(survivor), merged: customerNamed(merged) };
      await withConnection(options, async ({ db }) => {
        const currency = (await tableMeta(db))?.currency ?? '';
        console.log(previewText(await previewMerge(db, who), currency));
        if (options.preview === true) return;
        const { isNew, survivorId } = await mergeCustomers(db, who);
        console.log(
          isNew
            ? `Merged into ${survivorId}. Value follows with the next run: npm run -s kring -- enrich`
            : 'They are one already; nothing was changed.',
        );
      });
    });

function previewText(preview: MergePreview, currency: string): string {
  const { survivorId, mergedId, conflicts } = preview;
  if (preview.isOne) return `Both are ${survivorId} already.`;
  return [
    `${mergedId} would lead to ${survivorId}, with`,
    `  ${preview.events} events, of them ${preview.orders} orders of ${formatMinor(preview.revenueMinor, currency)} ${currency}`,
    `  ${preview.following} ties to others, ${preview.followers} of others to them`,
    `  ${preview.referralsMade} claims to have brought somebody in, ${preview.referralClaims} to have been brought in`,
    `  ${preview.socialAccounts} linked accounts, ${preview.identities.length} identities`,
    ...conflicts.map(
      ({ about, survivor, merged, outcome }) =>
        `  ${about}: ${[survivor, merged].filter(Boolean).join(' / ')}. ${outcome}`,
    ),
  ].join('\n');
}

/** `kring unmerge`. */
export const unmergeCommand = (): Command =>
  new Command('unmerge')
    .description('take a merge back: both are as if it had never been')
    .argument('<merged>', 'the one who was merged, by a name of their own')
    .addHelpText('after', `\n${NAMES}`)
    .action(async (merged: string, _options, command: Command) => {
      const { withConnection } = await import('../../local/dynamodb/connect.ts');
      const { unmergeCustomer } = await import('../../store/merges/merge.ts');
      await withConnection(command.optsWithGlobals<GlobalOptions>(), async ({ db }) => {
        const { mergedId, survivorId } = await unmergeCustomer(db, customerNamed(merged));
        console.log(`${mergedId} is a customer of their own again, apart from ${survivorId}.`);
      });
    });

/** `kring different`. */
export const differentCommand = (): Command =>
  new Command('different')
    .description('say that customers who share something are different people: kring duplicates no longer lists them')
    .addArgument(new Argument('<shared>', 'what they share').choices(DUPLICATE_REASONS))
    .argument('<customers...>', 'all of them, two to twenty')
    .addHelpText(
      'after',
      `\n${NAMES} It holds until they share something else too, or somebody joins them.\n\nExample:\n  kring different SAME_EMAIL shop:C-1001 shop:C-2002`,
    )
    .action(async (shared: DuplicateReason, customers: readonly string[], _options, command: Command) => {
      const { withConnection } = await import('../../local/dynamodb/connect.ts');
      const { dismissDuplicates } = await import('../../store/merges/dismissals.ts');
      await withConnection(command.optsWithGlobals<GlobalOptions>(), async ({ db }) => {
        await dismissDuplicates(db, shared, customers.map(customerNamed));
        console.log('They are not suggested any more.');
      });
    });

const SHOWN = 50;

/** `kring duplicates`. */
export const duplicatesCommand = (): Command =>
  new Command('duplicates')
    .description('customers who may be one person, as of the last run; nothing is merged by itself')
    .action(async (_options, command: Command) => {
      const { withConnection } = await import('../../local/dynamodb/connect.ts');
      const { duplicateTable } = await import('../duplicate-table.ts');
      await withConnection(command.optsWithGlobals<GlobalOptions>(), async ({ db }) => {
        console.log(await duplicateTable(db, SHOWN));
      });
    });
