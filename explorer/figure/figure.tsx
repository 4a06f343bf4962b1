import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import type { Company } from '../app/company.ts';
import type { Currency } from '../app/money.ts';
import { t } from '../words/words.ts';
import { Proof } from './proof.tsx';
import { saveCsv, savePng, saveSvg } from './save.ts';
import { closes, type Sum } from './sums.ts';
import { cellText, csvOf, type TableData } from './table.ts';

export interface FigureProps {
  /** Of files that are saved, and of the elements' ids. */
  readonly name: string;
  readonly title: string;
  /** What the picture says, in a sentence or two. */
  readonly says?: ComponentChildren;
  readonly company: Company;
  readonly table: TableData;
  /** What must add up. Empty where the view has no sum: then `sumless` says why. */
  readonly sums: readonly Sum[];
  readonly sumless?: string;
  /** Settings of the picture. */
  readonly controls?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A picture with its table, its files and its proof. Where the proof fails there is no picture. */
export function Figure({ name, title, says, company, table, sums, sumless, controls, children }: FigureProps) {
  const picture = useRef<HTMLDivElement>(null);
  const drawn = (): SVGSVGElement | null => picture.current?.querySelector('svg') ?? null;
  const save = (how: (svg: SVGSVGElement, name: string) => unknown) => () => {
    const svg = drawn();
    if (svg !== null) void how(svg, `kring-${name}`);
  };
  return (
    <section class="figure" aria-labelledby={`${name}-title`}>
      <header>
        <div>
          <h2 id={`${name}-title`}>{title}</h2>
          {says !== undefined && <p class="says">{says}</p>}
        </div>
        {controls !== undefined && <div class="controls">{controls}</div>}
      </header>
      {closes(sums) ? (
        <div class="picture" ref={picture}>
          {children}
        </div>
      ) : (
        <p class="refused" role="alert">
          {t('noPicture')}
        </p>
      )}
      <Proof sums={sums} company={company} {...(sumless === undefined ? {} : { sumless })} />
      <div class="tools">
        <details class="table">
          <summary>{t('table')}</summary>
          <DataTable title={title} table={table} currency={company.currency} />
        </details>
        <span class="files">
          <button type="button" onClick={() => saveCsv(csvOf(table, company.currency), `kring-${name}`)}>
            CSV
          </button>
          {closes(sums) && (
            <>
              <button type="button" onClick={save(saveSvg)}>
                SVG
              </button>
              <button type="button" onClick={save(savePng)}>
                PNG
              </button>
            </>
          )}
        </span>
      </div>
    </section>
  );
}

export const DataTable = ({
  title,
  table: { columns, rows },
  currency,
}: {
  title: string;
  table: TableData;
  currency: Currency;
}) => (
  <div class="scroll" role="region" aria-label={title} tabIndex={0}>
    <table>
      <thead>
        <tr>
          {columns.map(({ label, kind }) => (
            <th scope="col" class={kind === 'text' || kind === 'day' ? '' : 'number'}>
              {label}
              {kind === 'money' && <span class="unit"> {currency.code}</span>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            {row.map((cell, at) => {
              const { kind } = columns[at]!;
              return kind === 'text' || kind === 'day' ? (
                <td>{cellText(cell, kind, currency)}</td>
              ) : (
                <td class="number">{cellText(cell, kind, currency)}</td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
