/** What the server tells in English, in the reader's words: by ids, because what has none is a customer's own name. */
import type { Column } from '../../shared/wire/column.ts';
import type { Report } from '../../shared/wire/report.ts';
import type { Locale } from './locale.ts';

type Told = Pick<Column, 'id' | 'label'> & Partial<Pick<Column, 'description' | 'choices'>>;

/** A column of a report or of a list; `within` is the id of what it stands in. */
export function tellColumn<C extends Told>(column: C, within: string, { label }: Locale): C {
  const { id, description, choices } = column;
  const said = (english: string, what = ''): string =>
    label(english, `${within}.${id}${what}`, `${id}${what}`);
  return {
    ...column,
    label: said(column.label),
    ...(description && { description: said(description, '.about') }),
    ...(choices && {
      choices: choices.map((one) => ({ ...one, label: said(one.label, `.${one.value}`) })),
    }),
  };
}

/** Title and description of a report, or of a dashboard. */
export const tellTitle = <T extends Pick<Report, 'id' | 'title' | 'description'>>(
  one: T,
  { label }: Locale,
): T => ({
  ...one,
  title: label(one.title, `report.${one.id}`),
  description: label(one.description, `report.${one.id}.about`),
});

/** Tells each thing once in each language, so that what has not changed is not drawn again. */
export function onceIn<T extends object, Rest extends readonly unknown[]>(
  tell: (from: T, locale: Locale, ...rest: Rest) => T,
): typeof tell {
  const known = new WeakMap<T, { readonly locale: Locale; readonly told: T }>();
  return (from, locale, ...rest) => {
    const found = known.get(from);
    if (found?.locale === locale) return found.told;
    const told = tell(from, locale, ...rest);
    known.set(from, { locale, told });
    return told;
  };
}

export const tellReport = onceIn((report: Report, locale: Locale): Report => {
  const tell = (column: Column): Column => tellColumn(column, report.id, locale);
  const { columns, narrows = [] } = report;
  return { ...tellTitle(report, locale), columns: columns.map(tell), narrows: narrows.map(tell) };
});
