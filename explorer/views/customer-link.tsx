import { hrefOf } from '../app/route.ts';
import { t } from '../words/words.ts';

/** A customer as lists show one. The name is null where there is none, and for a key without pii:read. */
export interface Person {
  readonly id: string;
  readonly displayName: string | null;
}

/** Ids are opaque and begin alike: their ends tell them apart. */
export const labelOf = ({ id, displayName }: Person): string => displayName ?? t('unnamed', { id: `…${id.slice(-6)}` });

export const CustomerLink = ({ person }: { person: Person }) => (
  <a class="person" href={hrefOf('customer', { id: person.id })}>
    {labelOf(person)}
  </a>
);
