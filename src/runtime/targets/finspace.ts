import { CreateUserCommand } from '../../targets/finspace/client/commands.ts';
import { FinspaceDataClient } from '../../targets/finspace/client/finspace-data-client.ts';
import { createFinspaceTarget } from '../../targets/finspace/target.ts';
import { withClientMetrics } from '../../targets/finspace/with-client-metrics.ts';
import { directoryClientSettings, withoutLog } from '../aws-clients.ts';
import { composedOnce } from '../composed-once.ts';
import { rehearse } from '../rehearse.ts';
import { required } from '../setting.ts';
import type { TargetModule } from './target-module.ts';

const settings = {
  FINSPACE_ACCOUNT_ID: {
    rule: 'must be the 12-digit id of the AWS account that has the FinSpace environment',
    read: (text: string) => text.match(/^\d{12}$/)?.[0],
  },
  FINSPACE_ENVIRONMENT_ID: required('the id of the FinSpace environment'),
};

export const target: TargetModule<typeof settings> = {
  kind: 'finspace',
  settings,
  create: (
    { AWS_REGION, FINSPACE_ACCOUNT_ID, FINSPACE_ENVIRONMENT_ID },
    observer,
    settingsOf = directoryClientSettings,
  ) => {
    const client = composedOnce(withoutLog(new FinspaceDataClient(settingsOf('FINSPACE_DATA'))));
    return {
      ...createFinspaceTarget({
        client: withClientMetrics(client, observer),
        region: AWS_REGION,
        accountId: FINSPACE_ACCOUNT_ID,
        environmentId: FINSPACE_ENVIRONMENT_ID,
      }),
      rehearseCreate: (part) =>
        rehearse(
          creation(),
          (command) => client.send(command, {}),
          part === 'whole' ? { userId: 'none' } : undefined,
        ),
    };
  },
};

function creation(): CreateUserCommand {
  return new CreateUserCommand({ emailAddress: 'none', type: 'APP_USER', clientToken: 'none' });
}
