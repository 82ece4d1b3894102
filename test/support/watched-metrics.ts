import type { DeployedTemplate } from './deployed-template.ts';

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

export function dashboardOf(template: DeployedTemplate): Dashboard {
  return JSON.parse(String(template.propertiesOf('Dashboard')['DashboardBody']));
}

/** Reads CloudWatch's short form: `.` repeats the cell above, `...` all of them but the last. */
export function metricsOfDashboard({ widgets }: Dashboard): readonly WatchedMetric[] {
  return widgets.flatMap(({ properties: { metrics } }) => {
    let above: readonly string[] = [];
    return metrics.flatMap((row) => {
      const cells = row.filter((cell) => typeof cell === 'string');
      if (cells.length === 0) return [];
      above = written(cells, above);
      const [namespace = '', name = '', ...pairs] = above;
      const dimensions = Object.fromEntries(
        pairs.flatMap((cell, index) => (index % 2 === 0 ? [[cell, pairs[index + 1] ?? '']] : [])),
      );
      return [{ namespace, name, dimensions }];
    });
  });
}

function written(cells: readonly string[], above: readonly string[]): readonly string[] {
  const [first, ...rest] = cells;
  if (first === '...') return [...above.slice(0, above.length - rest.length), ...rest];
  return cells.map((cell, index) => (cell === '.' ? (above[index] ?? '') : cell));
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

export interface Dashboard {
  readonly widgets: readonly {
    readonly properties: {
      readonly title: string;
      readonly metrics: readonly (readonly (string | object)[])[];
    };
  }[];
}
