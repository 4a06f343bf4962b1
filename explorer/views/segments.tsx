import { documentOf } from '../app/ask.ts';
import { PORTFOLIO, type Company, type PortfolioData } from '../app/company.ts';
import { NotComputed, Shown, useAnswer } from '../app/load.tsx';
import { countText, decimalText, minorOf, percentText, type Money } from '../app/money.ts';
import { DataTable, Figure } from '../figure/figure.tsx';
import { CountBars } from '../picture/count-bars.tsx';
import { nameOf, t } from '../words/words.ts';

interface Landscape {
  readonly status: string;
  readonly reason: string | null;
  readonly effectiveSegments: number | null;
  readonly uncoveredShare: number | null;
  readonly conflicted: number | null;
  readonly segments: readonly {
    readonly key: string;
    readonly customers: number;
    readonly share: number | null;
    readonly value: Money;
    readonly segment: { readonly name: string; readonly role: string | null } | null;
  }[];
  readonly bySegments: readonly { readonly segments: number; readonly customers: number; readonly value: Money }[];
  readonly overlaps: readonly {
    readonly a: string;
    readonly b: string;
    readonly customers: number;
    readonly value: Money;
    readonly jaccard: number;
  }[];
  readonly proposals: readonly {
    readonly kind: 'CONVERGE' | 'DIVERGE';
    readonly a: string;
    readonly b: string;
    readonly gained: string;
    readonly lost: string;
    readonly parts: readonly { readonly customers: number; readonly ruleText: string }[];
  }[];
}
interface SegmentData extends PortfolioData {
  readonly segmentLandscape: Landscape;
}

const SEGMENTS = documentOf<SegmentData>(`query Segments {
  ${PORTFOLIO}
  segmentLandscape {
    status reason effectiveSegments uncoveredShare conflicted
    segments { key customers share value { minorUnits } segment { name role } }
    bySegments { segments customers value { minorUnits } }
    overlaps(first: 12) { a b customers value { minorUnits } jaccard }
    proposals { kind a b gained lost parts { customers ruleText } }
  }
}`);
const NOTHING = {};

/** How the segments lie to one another. */
export function Segments() {
  const answer = useAnswer(SEGMENTS, NOTHING);
  return (
    <>
      <p class="lead">{t('segments.lead')}</p>
      <Shown of={answer}>
        {({ segmentLandscape }, company) =>
          segmentLandscape.status === 'COMPUTED' ? (
            <All landscape={segmentLandscape} company={company} />
          ) : (
            <NotComputed reason={segmentLandscape.reason} />
          )
        }
      </Shown>
    </>
  );
}

function All({ landscape, company }: { landscape: Landscape; company: Company }) {
  const names = new Map(landscape.segments.map(({ key, segment }) => [key, segment?.name ?? key]));
  const segmentName = (key: string): string => names.get(key) ?? key;
  return (
    <>
      <Degrees landscape={landscape} company={company} />
      <section class="card">
        <h2>{t('segments.all')}</h2>
        {landscape.conflicted !== null && landscape.conflicted > 0 && (
          <p class="says spaced">{t('segments.conflicted', { n: countText(landscape.conflicted) })}</p>
        )}
        <CountBars
          title={t('segments.all')}
          currency={company.currency}
          rows={[...landscape.segments]
            .sort((a, b) => b.customers - a.customers)
            .map(({ key, customers, value, segment }) => ({
              name: segmentName(key),
              ...(segment?.role == null ? {} : { note: nameOf('role', segment.role) }),
              customers,
              minor: minorOf(value),
            }))}
        />
      </section>
      <Overlaps landscape={landscape} company={company} segmentName={segmentName} />
      <Proposals proposals={landscape.proposals} segmentName={segmentName} />
    </>
  );
}

function Degrees({
  landscape: { bySegments, effectiveSegments, uncoveredShare },
  company,
}: {
  landscape: Landscape;
  company: Company;
}) {
  const rows = bySegments.map(({ segments, customers, value }) => ({
    name: t('segments.in', { n: countText(segments) }),
    customers,
    minor: minorOf(value),
  }));
  return (
    <Figure
      name="segments"
      title={t('segments.degree')}
      says={t('segments.degreeSays', {
        n: effectiveSegments === null ? '–' : decimalText(effectiveSegments),
        share: uncoveredShare === null ? '–' : percentText(uncoveredShare, 1),
      })}
      company={company}
      sums={[
        {
          label: t('sum.customers'),
          unit: 'count',
          drawn: rows.map(({ customers }) => BigInt(customers)),
          whole: BigInt(company.customers),
        },
        { label: t('sum.current'), unit: 'money', drawn: rows.map(({ minor }) => minor), whole: company.current },
      ]}
      table={{
        columns: [
          { label: t('view.segments'), kind: 'text' },
          { label: t('customers'), kind: 'count' },
          { label: t('current'), kind: 'money' },
        ],
        rows: rows.map(({ name, customers, minor }) => [name, customers, minor]),
      }}
    >
      <CountBars title={t('segments.degree')} rows={rows} currency={company.currency} />
    </Figure>
  );
}

interface NamedProps {
  readonly landscape: Landscape;
  readonly company: Company;
  readonly segmentName: (key: string) => string;
}

const Overlaps = ({ landscape: { overlaps }, company, segmentName }: NamedProps) => (
  <section class="card">
    <h2>{t('segments.overlaps')}</h2>
    <DataTable
      title={t('segments.overlaps')}
      currency={company.currency}
      table={{
        columns: [
          { label: t('view.segments'), kind: 'text' },
          { label: t('customers'), kind: 'count' },
          { label: t('segments.jaccard'), kind: 'share' },
          { label: t('current'), kind: 'money' },
        ],
        rows: overlaps.map(({ a, b, customers, jaccard, value }) => [
          t('segments.both', { a: segmentName(a), b: segmentName(b) }),
          customers,
          jaccard,
          minorOf(value),
        ]),
      }}
    />
  </section>
);

const Proposals = ({
  proposals,
  segmentName,
}: {
  proposals: Landscape['proposals'];
  segmentName: (key: string) => string;
}) => (
  <section class="card gaps">
    <h2>{t('segments.proposals')}</h2>
    <p class="says">{proposals.length === 0 ? t('segments.noProposals') : t('segments.proposalsSays')}</p>
    <ul>
      {proposals.map(({ kind, a, b, gained, lost, parts }) => (
        <li>
          <p>
            <strong>{t(`segments.${kind}`, { a: segmentName(a), b: segmentName(b) })}</strong>
          </p>
          <p class="hint">{t('segments.gained', { what: gained })}</p>
          <p class="hint">{t('segments.lost', { what: lost })}</p>
          {parts.map(({ customers, ruleText }) => (
            <p class="rule">
              <code>{ruleText}</code> <span class="hint">{countText(customers)}</span>
            </p>
          ))}
        </li>
      ))}
    </ul>
  </section>
);
