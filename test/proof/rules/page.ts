import type { Rule } from './rule.ts';
import { RULES, SEARCHED_RULES } from './rules.ts';

export const RULES_PAGE = 'docs/decisions/0001-rules-and-their-mutants.md';

/** The table of the rules, as it stands in docs/. Written by `npm run rules`. */
export function pageOfRules(): string {
  return `# 1. The loss of each rule is noticed

The engine keeps its promise by many small rules. One whose loss nothing notices is dead weight, or unproven.
So each is taken out of the source, alone, and something must fail: either the exhaustive search finds an
order of calls and faults that breaks a promise, or a named test does, where the rule saves calls, keeps a
form or guards what two deliveries in memory cannot reach. \`npm run prove\` takes out all of them;
\`npm test\` those that the search finds soon, and checks that the named tests are there.

The search goes through every interleaving of two deliveries' calls in memory, on the product's own
DynamoDB expressions, with every placement of up to two faults: a crash before a call or after it, a lost
call, a lost answer, an expired lease, an expired token. Orders that meet in the same situation (same clock,
table, directory and queues, the same answers heard by each delivery, the same faults left) have the same
future, so it is gone on from once. The suite shows on small scenarios that this leaves no schedule out.

Without the lease the search finds nothing: safety does not rest on it, but in a directory that has neither
client tokens nor unique addresses. There the promise is searched, and kept, only as long as nothing fails.

The search notices the loss of ${SEARCHED_RULES.length} of the ${RULES.length} rules. “–”: no single change takes the rule out.

| rule | taken out in | what notices |
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
