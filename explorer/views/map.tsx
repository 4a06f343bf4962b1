import { documentOf } from '../app/ask.ts';
import { PORTFOLIO, type Company, type PortfolioData } from '../app/company.ts';
import { NotComputed, Shown, useAnswer } from '../app/load.tsx';
import { countText, minorOf, moneyText, sumOf, type Money } from '../app/money.ts';
import { route, setParams } from '../app/route.ts';
import { Figure } from '../figure/figure.tsx';
import { isIn, MapPicture, type Area, type Tile } from '../picture/value-map.tsx';
import { t } from '../words/words.ts';
import { labelOf, type Person } from './customer-link.tsx';
import { MapList } from './map-list.tsx';

interface Band {
  readonly bin: number;
  readonly from: Money;
  readonly to: Money;
}
interface Bin {
  readonly own: Band;
  readonly network: Band;
  readonly customers: number;
  readonly ownValue: Money;
  readonly networkValue: Money;
  readonly potentialValue: Money | null;
}
interface MapData extends PortfolioData {
  readonly valueMap: { readonly status: string; readonly reason: string | null; readonly bins: readonly Bin[] };
  readonly customers: {
    readonly nodes: readonly (Person & {
      readonly value: { readonly current: { readonly direct: Money | null; readonly indirect: Money | null } } | null;
    })[];
  };
}

const MAP = documentOf<MapData>(`query ValueMap {
  ${PORTFOLIO}
  valueMap {
    status reason
    bins {
      own { bin from { minorUnits } to { minorUnits } } network { bin from { minorUnits } to { minorUnits } }
      customers ownValue { minorUnits } networkValue { minorUnits } potentialValue { minorUnits }
    }
  }
  customers(first: 6) { nodes { id displayName value { current { direct { minorUnits } indirect { minorUnits } } } } }
}`);
const NOTHING = {};

/** A tile with the amounts it lies between. */
export interface Bounded extends Tile {
  readonly bin: Bin;
}

/** Everybody in the plane of own × network value; an area opens into its customers. */
export function ValueMap() {
  const answer = useAnswer(MAP, NOTHING);
  return (
    <>
      <p class="lead">{t('map.lead')}</p>
      <Shown of={answer}>
        {(data, company) =>
          data.valueMap.status === 'COMPUTED' ? (
            <Map data={data} company={company} />
          ) : (
            <NotComputed reason={data.valueMap.reason} />
          )
        }
      </Shown>
    </>
  );
}

/** The area of the address: four bands. */
function areaOf(text: string | undefined): Area | null {
  const [x0, x1, y0, y1] = (text ?? '').split('_').map(Number);
  if (x0 === undefined || x1 === undefined || y0 === undefined || y1 === undefined) return null;
  return [x0, x1, y0, y1].every(Number.isInteger) ? { x0, x1, y0, y1 } : null;
}

function Map({ data: { valueMap, customers }, company }: { data: MapData; company: Company }) {
  const tiles: readonly Bounded[] = valueMap.bins.map((bin) => ({
    x: bin.own.bin,
    y: bin.network.bin,
    customers: bin.customers,
    ownMinor: minorOf(bin.ownValue),
    networkMinor: minorOf(bin.networkValue),
    bin,
  }));
  const dots = customers.nodes.flatMap((node) => {
    const { direct = null, indirect = null } = node.value?.current ?? {};
    return direct === null || indirect === null
      ? []
      : [{ name: labelOf(node), ownMinor: direct.minorUnits, networkMinor: indirect.minorUnits }];
  });
  const { currency } = company;
  const area = areaOf(route.value.params['area']);
  const money = (amount: Money): string => moneyText(minorOf(amount), currency);
  const describe = (tile: Tile): string => {
    const { bin } = tile as Bounded;
    return t('map.tile', {
      n: countText(tile.customers),
      from: money(bin.own.from),
      to: money(bin.own.to),
      low: money(bin.network.from),
      high: money(bin.network.to),
    });
  };
  const potentials = valueMap.bins.map(({ potentialValue }) =>
    potentialValue === null ? null : minorOf(potentialValue),
  );
  return (
    <>
      <Figure
        name="value-map"
        title={t('map.title')}
        says={t('map.says')}
        company={company}
        sums={[
          {
            label: t('sum.customers'),
            unit: 'count',
            drawn: tiles.map(({ customers }) => BigInt(customers)),
            whole: BigInt(company.customers),
          },
          { label: t('sum.own'), unit: 'money', drawn: tiles.map(({ ownMinor }) => ownMinor), whole: company.direct },
          {
            label: t('sum.network'),
            unit: 'money',
            drawn: tiles.map(({ networkMinor }) => networkMinor),
            whole: -company.rewards,
          },
          ...(company.potential === null
            ? []
            : [
                {
                  label: t('sum.potential'),
                  unit: 'money' as const,
                  drawn: potentials.map((minor) => minor ?? 0n),
                  whole: company.potential,
                },
              ]),
        ]}
        table={{
          columns: [
            { label: t('map.from'), kind: 'money' },
            { label: t('map.to'), kind: 'money' },
            { label: `${t('network')}: ≥`, kind: 'money' },
            { label: '<', kind: 'money' },
            { label: t('customers'), kind: 'count' },
            { label: t('own'), kind: 'money' },
            { label: t('network'), kind: 'money' },
            { label: t('potential'), kind: 'money' },
          ],
          rows: tiles.map(({ bin, customers, ownMinor, networkMinor }, at) => [
            minorOf(bin.own.from),
            minorOf(bin.own.to),
            minorOf(bin.network.from),
            minorOf(bin.network.to),
            customers,
            ownMinor,
            networkMinor,
            potentials[at]!,
          ]),
        }}
      >
        <MapPicture
          tiles={tiles}
          dots={dots}
          currency={currency}
          area={area}
          title={t('map.title')}
          describe={describe}
          onArea={(chosen) =>
            setParams({ area: chosen === null ? undefined : [chosen.x0, chosen.x1, chosen.y0, chosen.y1].join('_') })
          }
        />
        <p class="hint">{t('map.how')}</p>
      </Figure>
      {area !== null && <Chosen tiles={tiles.filter((tile) => isIn(tile, area))} company={company} />}
    </>
  );
}

function Chosen({ tiles, company }: { tiles: readonly Bounded[]; company: Company }) {
  const { currency } = company;
  if (tiles.length === 0) return null;
  const edge = (pick: (bin: Bin) => Money, which: 'min' | 'max'): bigint =>
    BigInt(Math[which](...tiles.map(({ bin }) => pick(bin).minorUnits)));
  return (
    <section class="card" aria-label={t('map.list')}>
      <h2>
        {t('map.selected', {
          n: countText(tiles.reduce((sum, { customers }) => sum + customers, 0)),
          own: moneyText(sumOf(tiles.map(({ ownMinor }) => ownMinor)), currency),
          network: moneyText(sumOf(tiles.map(({ networkMinor }) => networkMinor)), currency),
        })}
      </h2>
      <MapList
        own={{ min: edge(({ own }) => own.from, 'min'), max: edge(({ own }) => own.to, 'max') - 1n }}
        network={{
          min: edge(({ network }) => network.from, 'min'),
          max: edge(({ network }) => network.to, 'max') - 1n,
        }}
        currency={currency}
      />
      <p class="buttons">
        <button type="button" onClick={() => setParams({ area: undefined })}>
          {t('map.clear')}
        </button>
      </p>
    </section>
  );
}
