import type { Rule } from './rule.ts';
import { RULES, SEARCHED_RULES } from './rules.ts';

export const RULES_PAGE = 'docs/generated/rules.md';

/** The page of the rules. `npm run rules` writes it. */
export function pageOfRules(): string {
  return `# The rules

Written by \`npm run rules\`; do not edit.

The rules that together keep the promise, and what notices when one of them is removed from the source
([decision 1](../decisions/0001-rules-and-their-mutants.md)). The search notices the loss of
${SEARCHED_RULES.length} of the ${RULES.length} rules; a named test notices each of the others. “–”: no single change removes the rule.

| rule | removed in | what notices |
| --- | --- | --- |
${RULES.map(rowOf).join('\n')}
`;
}

function rowOf({ rule, without, noticedBy }: Rule): string {
  const where = without ? `\`src/${without.file}\`` : '–';
  const who =
    'scenario' in noticedBy
      ? `search, ${noticedBy.scenario}: ${noticedBy.broken}`
      : `\`test/${noticedBy.file}\`: ${noticedBy.test}`;
  return `| ${rule} | ${where} | ${who} |`;
}
