import { readFile, writeFile } from 'node:fs/promises';
import type { Step } from './shell.ts';

const WALK_PAGE = 'docs/deploying.md';

const BEGIN = '<!-- Written by `npm run release:walk -- --write`; do not edit. -->\n';
const END = '<!-- End of what is written. -->\n';
/** Of a longer list of files that are right, so many lines are shown. */
const SHOWN_CHECKS = 3;
/** Not shown twice if it is longer, in characters. */
const LONG = 500;

/** The steps as the page has them: every command with what it wrote. */
export function walkText(steps: readonly Step[]): string {
  const sections: { heading: string; lines: string[] }[] = [];
  const outputs = new Map<string, string>();
  for (const { release, section, command, output, exitCode } of steps) {
    const heading = `${section}, in \`${release}\``;
    if (sections.at(-1)?.heading !== heading) sections.push({ heading, lines: [] });
    const text = shown(output).join('\n');
    const isKnown = text.length > LONG && text === outputs.get(command);
    outputs.set(command, text);
    const lines = [`$ ${withoutIds(command)}`, isKnown ? '… (the same as before)' : text];
    if (exitCode !== 0) lines.push(`[exit code ${exitCode}]`);
    sections.at(-1)?.lines.push(...lines.filter((line) => line !== ''));
  }
  const parts = sections.map(
    ({ heading, lines }) => `**${heading}**\n\n\`\`\`console\n${lines.join('\n')}\n\`\`\`\n`,
  );
  return parts.join('\n');
}

/** What the page has between its marks. */
export async function writtenWalk(): Promise<string> {
  const [, text = ''] = partsOf(await readFile(WALK_PAGE, 'utf8'));
  return text;
}

export async function writeWalk(text: string): Promise<void> {
  const [before, , after] = partsOf(await readFile(WALK_PAGE, 'utf8'));
  await writeFile(WALK_PAGE, `${before}${BEGIN}\n${text}\n${END}${after}`);
}

function partsOf(page: string): readonly [string, string, string] {
  const [before = '', rest] = page.split(BEGIN);
  const [text, after] = rest?.split(END) ?? [];
  if (text === undefined || after === undefined) throw new Error(`${WALK_PAGE} lacks the marks`);
  return [before, text.slice(1, -1), after];
}

/** Without what differs from one run, or from one build, to the next. */
function shown(output: string): readonly string[] {
  const lines = output
    // What a terminal replaces.
    .replaceAll(/^.*\r/gm, '')
    .split('\n')
    .map((line) => line.trimEnd())
    .map(withoutIds)
    .filter((line) => line !== '' && !line.startsWith('Uploading to '));
  const isUpload = (line: string) => line.startsWith('upload: ');
  const uploads = lines.filter(isUpload).toSorted();
  const others = lines.filter((line) => !isUpload(line));
  return withoutMostChecks(others.toSpliced(lines.findIndex(isUpload), 0, ...uploads));
}

function withoutIds(text: string): string {
  return (
    text
      .replaceAll(/-[0-9a-f]{12}\.zip/g, '-….zip')
      .replaceAll(/(joiner-prod-\w+-)[A-Z0-9]{12}\b/g, '$1…')
      // Base64 of a SHA-256.
      .replaceAll(/^[\w+/]{43}=/gm, '…')
      .replace(/^((?:added|changed) 1 package) in .*/, '$1')
  );
}

function withoutMostChecks(lines: readonly string[]): readonly string[] {
  const right = lines.filter((line) => line.endsWith(': OK'));
  const left = right.length - SHOWN_CHECKS;
  if (left <= 1) return lines;
  const more = `… (and ${left} more, all OK)`;
  const others = lines.filter((line) => !line.endsWith(': OK'));
  return [...right.slice(0, SHOWN_CHECKS), more, ...others];
}
