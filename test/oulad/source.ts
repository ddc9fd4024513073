/** The Open University Learning Analytics Dataset as its files have it: CSV, gzipped or plain. */
import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';

/** The files that are read, with the columns of each. Everything is text; '' is unknown. */
interface Tables {
  courses: 'code_module' | 'code_presentation' | 'module_presentation_length';
  assessments: 'code_module' | 'code_presentation' | 'id_assessment' | 'weight';
  studentInfo: 'code_module' | 'code_presentation' | 'id_student' | 'region' | 'final_result';
  studentRegistration:
    | 'code_module'
    | 'code_presentation'
    | 'id_student'
    | 'date_registration'
    | 'date_unregistration';
  studentAssessment: 'id_assessment' | 'id_student' | 'date_submitted' | 'is_banked' | 'score';
}

export type SourceRow<T extends keyof Tables> = Readonly<Record<Tables[T], string>>;

/** Reads `<table>.csv.gz`, or `<table>.csv` where there is none. */
export function readSource<T extends keyof Tables>(
  folder: string,
  table: T,
): AsyncIterable<SourceRow<T>> {
  const path = join(folder, `${table}.csv`);
  const file = existsSync(`${path}.gz`)
    ? createReadStream(`${path}.gz`).pipe(createGunzip())
    : createReadStream(path);
  return file.pipe(parse({ columns: true }));
}

/** A module's presentation is what we call a course. */
export const courseIdOf = (row: { code_module: string; code_presentation: string }): string =>
  `${row.code_module}-${row.code_presentation}`;
