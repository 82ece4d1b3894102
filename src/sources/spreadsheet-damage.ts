const SHORTENED_NUMBER = /^\d([.,]\d+)?E\+\d+$/i;
const ERROR_VALUE = /^#(N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!)$/;

/** Why a cell is not what HR wrote, but what a spreadsheet made of it; undefined where it is not known to be. */
export function spreadsheetDamage(field: string, cell: string): string | undefined {
  const text = cell.trim();
  if (ERROR_VALUE.test(text) || /^#+$/.test(text))
    return 'is an error of a spreadsheet; export the file again from the HR system';
  if (field !== 'employeeId' || !SHORTENED_NUMBER.test(text)) return undefined;
  return 'is a number that a spreadsheet has shortened; format the column as text and export it again';
}
