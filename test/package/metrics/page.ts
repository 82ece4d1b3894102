import { AUDIT_METRICS } from '../../../src/audit/nightly/metrics.ts';
import { INTAKE_METRICS } from '../../../src/sqs/intake-metrics.ts';
import { GROUP_METRICS, METRICS } from '../../../src/sqs/metric-list.ts';
import { RELEASE_METRICS } from '../../../src/sqs/release-metrics.ts';

export const METRICS_PAGE = 'docs/generated/metrics.md';

/** The page of the metrics. `npm run metrics` writes it. */
export function pageOfMetrics(): string {
  return `# Metrics

Written by \`npm run metrics\`; do not edit.

The namespace is \`Joiner\`, the dimensions are \`service\`, \`stage\` and \`target\`. The function logs its metrics once per
invocation, in CloudWatch's embedded metric format: one line, or more if a metric has over a hundred values. They contain
no personal data. A count is logged only if it is above zero. Metrics count deliveries; an invocation that is killed loses
its counts.

| metric | unit | meaning |
| --- | --- | --- |
${rowsOf(METRICS)}

## Groups

With [rules of groups](../configuration.md#rules-of-groups), the function also logs this, on a line of its own for each group that
accounts were added to. Its dimensions are the three above and \`group\`, the id of the group. A hire without groups logs nothing of it.

| metric | unit | meaning |
| --- | --- | --- |
${rowsOf(GROUP_METRICS)}

## The sweep

The function that releases hires on their day logs these once per run, zeros too. Their dimensions are \`service\` and \`stage\`.

| metric | unit | meaning |
| --- | --- | --- |
${rowsOf(RELEASE_METRICS)}

## Intake

The function that takes records and files of HR systems logs these once per invocation. Their dimensions are \`service\` and
\`stage\`. A count is logged only if it is above zero.

| metric | unit | meaning |
| --- | --- | --- |
${rowsOf(INTAKE_METRICS)}

## The nightly audit

The function that compares all records with all accounts logs \`Audit:age\` in each of its runs, and the others at the end of an audit, with a
kind of findings only where there are some. Their dimensions are \`service\` and \`stage\`.

| metric | unit | meaning |
| --- | --- | --- |
${rowsOf(AUDIT_METRICS)}

## The dashboard

Drawn by \`npm run dashboard\` from the packaged template and a local run: 300 hires at once, 20 of them invalid, while the
directory is slow, throttles, fails and recovers. Widgets without data are left out.

![The dashboard](dashboard.svg)
`;
}

function rowsOf(
  metrics:
    | typeof METRICS
    | typeof GROUP_METRICS
    | typeof RELEASE_METRICS
    | typeof INTAKE_METRICS
    | typeof AUDIT_METRICS,
): string {
  return Object.entries(metrics)
    .map(([name, { unit, meaning }]) => `| \`${name}\` | ${unit} | ${meaning} |`)
    .join('\n');
}
