const accessRules = require('./access-rules.cjs');

/** Stands for the region of the stack; the first one does. */
const REGION = 'REGION';

/**
 * The dashboard's widget of the groups of the rules, after the others: how many grants of each of them
 * there were in an hour.
 * Nothing without rules.
 */
module.exports = async ({ resolveVariable }) => {
  const { groups } = await accessRules({ resolveVariable });
  if (groups.length === 0) return '';
  const [namespace, service, stage, target, threshold] = await Promise.all(
    [
      'self:custom.metricsNamespace',
      'self:service',
      'sls:stage',
      'param:target',
      'param:grantsPerGroupPerHour',
    ].map(resolveVariable),
  );
  const of = [namespace, 'Granted', 'service', service, 'stage', stage, 'target', target, 'group'];
  const properties = {
    region: REGION,
    title: 'Who gets which groups? Grants in an hour, by group',
    stat: 'Sum',
    period: 3600,
    yAxis: { left: { min: 0 } },
    annotations: { horizontal: [{ label: 'an alarm above', value: Number(threshold) }] },
    metrics: groups.map((group) => [...of, group, { label: group }]),
  };
  const widget = { type: 'metric', x: 0, y: 49, width: 24, height: 6, properties };
  const [before, ...after] = JSON.stringify(widget).split(REGION);
  return { 'Fn::Join': ['', [`,\n${before}`, { Ref: 'AWS::Region' }, after.join(REGION)]] };
};
