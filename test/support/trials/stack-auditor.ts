import { startControlPlane } from '../../../local/stack/control-plane/server.ts';
import type { LocalStack } from '../../../local/stack/stack.ts';
import { auditOfStack } from '../../../src/operator/audit/audit-of-stack.ts';
import { createClients } from '../../../src/operator/stack/clients.ts';
import { findStack } from '../../../src/operator/stack/stack.ts';
import type { StackUnderFaults } from '../stack/stack-under-faults.ts';
import { type Auditor, createAuditor } from './auditor.ts';

/** Audits of a stack, as an operator makes them of a deployed one. */
export interface StackAuditor extends Auditor {
  stop(): Promise<void>;
}

export async function startStackAuditor(service: StackUnderFaults): Promise<StackAuditor> {
  const stack = asTheFunctionSeesIt(service);
  const controlPlane = await startControlPlane(stack);
  const clients = createClients({
    environment: { ...stack.environment, ...controlPlane.environment },
  });
  const stop = async () => {
    clients.destroy();
    await controlPlane.stop();
  };
  try {
    const operated = await findStack(clients, stack.identity.stackName, { isLocal: true });
    const { deps } = await auditOfStack(operated);
    return { ...createAuditor(deps), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The URL of a SCIM server is a part of every key: that of the proxy, whose faults the audit then meets, too. */
function asTheFunctionSeesIt({ stack, proxy }: StackUnderFaults): LocalStack {
  const directory = proxy.intercept('directory', stack.endpoints.directory);
  return { ...stack, endpoints: { ...stack.endpoints, directory } };
}
