import { METRICS } from '../../../src/sqs/metric-list.ts';

export const METRICS_PAGE = 'docs/generated/metrics.md';

/** The page of the metrics. `npm run metrics` writes it. */
export function pageOfMetrics(): string {
  const rows = Object.entries(METRICS).map(
    ([name, { unit, meaning }]) => `| \`${name}\` | ${unit} | ${meaning} |`,
  );
  return `# Metrics

Written by \`npm run metrics\`; do not edit.

The namespace is \`Joiner\`, the dimensions are \`service\`, \`stage\` and \`target\`. The function logs its metrics once per
invocation, in CloudWatch's embedded metric format: one line, or more if a metric has over a hundred values. They contain
no personal data. A count is logged only if it is above zero. Metrics count deliveries; an invocation that is killed loses
its counts.

| metric | unit | meaning |
| --- | --- | --- |
${rows.join('\n')}

## The dashboard

Drawn by \`npm run dashboard\` from the packaged template and a local run: 300 hires at once, 20 of them invalid, while the
directory is slow, throttles, fails and recovers. Widgets without data are left out.

![The dashboard](dashboard.svg)
`;
}
