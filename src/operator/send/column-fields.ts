import { HIRE_FIELDS } from '../../sources/hire-fields.ts';

/** The fields of a hire that a column of a file can be for. `ApiAccess`, a former name, is read as `apiAccess`. */
export const COLUMN_FIELDS: readonly string[] = HIRE_FIELDS.filter(
  (field) => field !== 'ApiAccess',
);
