import type { SettingRules, SettingValues } from '../../contracts/setting-rules.ts';
import type { Target } from '../../provisioning/ports.ts';
import type { CallObserver } from '../../targets/with-metrics.ts';
import type { ClientSettings } from '../aws-clients.ts';

/**
 * A directory that the function is composed with. `#target` is the one that it was packaged for
 * (package.json for running from the source, serverless.yml for the bundle).
 */
export interface TargetModule<Rules extends SettingRules> {
  /** The value of TARGET. */
  readonly kind: string;
  /** Its own settings, on top of those of every function. */
  readonly settings: Rules;
  readonly create: (
    values: SettingValues<Rules> & { readonly AWS_REGION: string },
    observer: CallObserver,
    /** Client settings for callers other than the Lambda function. */
    clientSettings?: ClientSettings,
  ) => ComposedTarget;
}

export interface ComposedTarget extends Target {
  /** Makes the client ready for the request of its first creation, or all of it. Sends nothing, never throws. */
  rehearseCreate?(part: 'request' | 'whole'): Promise<void>;
}
