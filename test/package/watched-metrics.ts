import { readDashboard, type Widget } from '../../bench/dashboard/read-dashboard.ts';
import type { DeployedTemplate } from '../support/package/deployed-template.ts';

/** A metric that an alarm or the dashboard looks at. References stand as `<LogicalId>` or `<LogicalId.Attribute>`. */
export interface WatchedMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** An alarm's properties, references by name. */
export function alarmsOf(template: DeployedTemplate) {
  return template
    .idsOf('AWS::CloudWatch::Alarm')
    .map((id) => ({ id, ...(template.propertiesOf(id) as unknown as Alarm) }));
}

export function metricsOfAlarm({ Metrics, ...single }: Alarm): readonly WatchedMetric[] {
  const metrics = Metrics?.flatMap(({ MetricStat }) => MetricStat?.Metric ?? []) ?? [single];
  return metrics.map(watchedMetric);
}

export function watchedMetric({
  Namespace = '',
  MetricName = '',
  Dimensions = [],
}: MetricProperties): WatchedMetric {
  return {
    namespace: Namespace,
    name: MetricName,
    dimensions: Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value])),
  };
}

export function dashboardOf(template: DeployedTemplate): readonly Widget[] {
  return readDashboard(String(template.propertiesOf('Dashboard')['DashboardBody']));
}

export interface Alarm extends MetricProperties {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly AlarmActions: readonly string[];
  readonly TreatMissingData?: string;
  readonly Statistic?: string;
  /** Seconds; of an expression, its metrics have it. */
  readonly Period?: number;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm?: number;
  readonly Threshold: number | string;
  readonly ComparisonOperator: string;
  readonly Metrics?: readonly AlarmMetric[];
}

/** A metric that an expression is made of, or an expression. */
export interface AlarmMetric {
  readonly Id: string;
  readonly Expression?: string;
  readonly ReturnData?: boolean;
  readonly MetricStat?: {
    readonly Metric: MetricProperties;
    readonly Period: number;
    readonly Stat: string;
  };
}

interface MetricProperties {
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
}
