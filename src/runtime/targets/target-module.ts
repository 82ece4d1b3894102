import type { SettingRules, SettingValues } from '../../contracts/setting-rules.ts';
import type { Target } from '../../provisioning/ports.ts';
import type { CallObserver } from '../../targets/with-metrics.ts';
import type { ClientSettings } from '../aws-clients.ts';

/**
 * A directory as the function is put together with: `#target` is the one that it was packaged for
 * (package.json for running from the source, serverless.yml for the bundle).
 */
export interface TargetModule<Rules extends SettingRules> {
  /** What TARGET says. */
  readonly kind: string;
  /** Its settings beside those of every function. */
  readonly settings: Rules;
  readonly create: (
    values: SettingValues<Rules> & { readonly AWS_REGION: string },
    watch: CallObserver,
    /** Of its clients, for whoever is not the function. */
    clientSettings?: ClientSettings,
  ) => Target;
}
