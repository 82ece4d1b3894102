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
  return metrics.map(({ Namespace = '', MetricName = '', Dimensions = [] }) => ({
    namespace: Namespace,
    name: MetricName,
    dimensions: Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value])),
  }));
}

export function dashboardOf(template: DeployedTemplate): readonly Widget[] {
  return readDashboard(String(template.propertiesOf('Dashboard')['DashboardBody']));
}

export interface Alarm {
  readonly AlarmDescription: string;
  readonly AlarmActions: readonly string[];
  readonly TreatMissingData?: string;
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: Dimensions;
  readonly Metrics?: readonly {
    readonly MetricStat?: {
      readonly Metric: {
        readonly Namespace: string;
        readonly MetricName: string;
        readonly Dimensions: Dimensions;
      };
    };
  }[];
}

type Dimensions = readonly { readonly Name: string; readonly Value: string }[];
