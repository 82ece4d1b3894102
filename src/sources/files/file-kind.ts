const ZIP = [0x50, 0x4b, 0x03, 0x04];
const WORKBOOK_PARTS = ['[Content_Types].xml', 'xl/'];
const SPREADSHEET = 'mimetypeapplication/vnd.oasis.opendocument.spreadsheet';
const AS_CSV = 'save it as CSV (in Excel: File, Save As, CSV UTF-8) and use that file';

/** Beginnings of files that hold no text, and what to do about each. */
const KINDS: readonly (readonly [readonly number[], string])[] = [
  [ZIP, 'is an archive (.zip); unpack it, and use the CSV or JSON file in it'],
  [[0xd0, 0xcf, 0x11, 0xe0], `is an Excel workbook (.xls); ${AS_CSV}`],
  [[0x25, 0x50, 0x44, 0x46], 'is a PDF; export the report as CSV and use that file'],
  [[0x1f, 0x8b], 'is compressed (.gz); unpack it, and use the CSV or JSON file in it'],
];

/** Why a file holds no text, by its first bytes; undefined where it may. Nothing is unpacked. */
export function refuseFileKind(head: Uint8Array): string | undefined {
  const rule = KINDS.find(([start]) => start.every((byte, index) => head[index] === byte));
  const text = Buffer.from(head).toString('latin1');
  if (rule === undefined) return refuseMarkup(text);
  if (rule[0] === ZIP && WORKBOOK_PARTS.some((part) => text.includes(part)))
    return `is an Excel workbook (.xlsx); ${AS_CSV}`;
  return text.includes(SPREADSHEET)
    ? 'is a spreadsheet (.ods); save it as CSV and use that file'
    : rule[1];
}

/** Some systems name such a file `.xls`; others send it where no format is asked for. */
function refuseMarkup(text: string): string | undefined {
  const [start] =
    /^(?:\u00ef\u00bb\u00bf)?\s*<(?:\?xml|!doctype html|html|table)\b/i.exec(text) ?? [];
  if (start === undefined) return undefined;
  return /xml$/i.test(start)
    ? 'is XML; export the report as CSV or JSON and use that file'
    : 'is a web page (HTML), whatever its name; export the report as CSV and use that file';
}
