import type { Rows } from '../../report/figures.ts';
import { markdownTable } from '../../report/markdown-table.ts';
import { HEAP_LIMIT, type MeasuredFile } from './measure-file.ts';

export const MAPPING_HEAD = [
  '',
  'records',
  'file, MB',
  'records per CPU second',
  'in use, MB',
  'peak, MB',
];

const ABOUT = { csv: 'CSV (BambooHR report)', json: 'JSON (Workday RaaS)' } as const;

export function mappingRows(measured: readonly MeasuredFile[]): Rows {
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  return measured.map(({ format, people, fileBytes, hires, cpuMs, inUseBytes, peakBytes }) => [
    ABOUT[format],
    people.toLocaleString('en'),
    megabytes(fileBytes),
    Math.round((hires / cpuMs) * 1000).toLocaleString('en'),
    megabytes(inUseBytes),
    megabytes(peakBytes),
  ]);
}

/** The part of docs/generated/benchmarks.md about files of HR systems. */
export function mappingSection(rows: Rows): string {
  return `## Files of HR systems

${markdownTable(MAPPING_HEAD, rows)}

One process reads, maps and checks each record by its [source](../sources.md), and keeps none. Its heap is limited to ${HEAP_LIMIT} MB. **In use** is the most of the heap that a collection of garbage every 1,000 records leaves: it does not grow with the file. **Peak** is the most memory of the process, garbage included.
`;
}
