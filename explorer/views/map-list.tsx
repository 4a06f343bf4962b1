import { documentOf } from '../app/ask.ts';
import { PORTFOLIO, type PortfolioData } from '../app/company.ts';
import { Shown, useAnswer } from '../app/load.tsx';
import { amountText, countText, decimalOf, minorOf, type Currency, type Money } from '../app/money.ts';
import { t } from '../words/words.ts';
import { CustomerLink, type Person } from './customer-link.tsx';

interface ListData extends PortfolioData {
  readonly customers: {
    readonly nodes: readonly (Person & {
      readonly value: {
        readonly total: Money;
        readonly current: { readonly direct: Money | null; readonly indirect: Money | null };
      } | null;
    })[];
    readonly pageInfo: { readonly hasNextPage: boolean };
  };
}
interface Range {
  readonly min: bigint;
  readonly max: bigint;
}

const LIST = documentOf<
  ListData,
  { own: object; network: object }
>(`query MapList($own: MoneyRange!, $network: MoneyRange!) {
  ${PORTFOLIO}
  customers(first: 10, filter: { directValue: $own, indirectValue: $network }) {
    nodes { id displayName value { total { minorUnits } current { direct { minorUnits } indirect { minorUnits } } } }
    pageInfo { hasNextPage }
  }
}`);

/** Customers between amounts, the most valuable first. */
export function MapList({ own, network, currency }: { own: Range; network: Range; currency: Currency }) {
  const range = ({ min, max }: Range): object => ({
    min: decimalOf(min, currency.digits),
    max: decimalOf(max, currency.digits),
  });
  const answer = useAnswer(LIST, { own: range(own), network: range(network) }, false);
  const amount = (money: Money | null | undefined): string =>
    money == null ? '–' : amountText(minorOf(money), currency);
  return (
    <Shown of={answer}>
      {({ customers: { nodes, pageInfo } }) => (
        <>
          <div class="scroll" role="region" aria-label={t('map.list')} tabIndex={0}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{t('customer')}</th>
                  <th scope="col" class="number">
                    {t('own')} <span class="unit">{currency.code}</span>
                  </th>
                  <th scope="col" class="number">
                    {t('network')} <span class="unit">{currency.code}</span>
                  </th>
                  <th scope="col" class="number">
                    {t('total')} <span class="unit">{currency.code}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {nodes.map((node) => (
                  <tr>
                    <td>
                      <CustomerLink person={node} />
                    </td>
                    <td class="number">{amount(node.value?.current.direct)}</td>
                    <td class="number">{amount(node.value?.current.indirect)}</td>
                    <td class="number">{amount(node.value?.total)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {pageInfo.hasNextPage && (
            <p class="hint">
              {nodes.length === 0 ? t('map.searching') : t('map.more', { n: countText(nodes.length) })}
            </p>
          )}
        </>
      )}
    </Shown>
  );
}
