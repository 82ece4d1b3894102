import { mkdir, writeFile } from 'node:fs/promises';
import { benchmarksPage, type Findings } from './page.ts';

const page = new URL('../../docs/generated/benchmarks.md', import.meta.url);

/** Writes docs/generated/benchmarks.md. @param sections in Markdown, each with its heading */
export async function writePage(findings: Findings, sections: readonly string[]): Promise<void> {
  await mkdir(new URL('.', page), { recursive: true });
  await writeFile(page, benchmarksPage(findings, sections));
}
