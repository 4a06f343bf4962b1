import { documentOf } from '../app/ask.ts';
import { PORTFOLIO, type PortfolioData } from '../app/company.ts';
import { Shown, State, useAnswer } from '../app/load.tsx';
import { hrefOf } from '../app/route.ts';
import { t } from '../words/words.ts';
import { labelOf, type Person } from './customer-link.tsx';

interface FirstData extends PortfolioData {
  readonly customers: { readonly nodes: readonly Person[] };
}
const FIRST = documentOf<FirstData, { field: string }>(
  `query First($field: CustomerOrderField!) { ${PORTFOLIO} customers(first: 8, orderBy: { field: $field }) { nodes { id displayName } } }`,
);

/** In place of a customer: those with most to show. */
export function Choose({ view }: { view: 'customer' | 'circle' }) {
  const answer = useAnswer(FIRST, { field: view === 'circle' ? 'INDIRECT_VALUE' : 'TOTAL_VALUE' });
  return (
    <Shown of={answer}>
      {({ customers: { nodes } }) => (
        <State title={t('customer.choose')} text={t('customer.chooseText')}>
          <p class="people centred">
            {nodes.map((person) => (
              <a class="person" href={hrefOf(view, { id: person.id })}>
                {labelOf(person)}
              </a>
            ))}
          </p>
        </State>
      )}
    </Shown>
  );
}
