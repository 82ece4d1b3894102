import { faultText, type YamlFault } from '../yaml/yaml-fault.ts';

/** A file of rules that cannot be used. Has every fault. */
export class AccessRulesError extends Error {
  override readonly name = 'AccessRulesError';
  readonly faults: readonly YamlFault[];

  constructor(fileName: string, faults: readonly YamlFault[], options?: ErrorOptions) {
    super(faultText(`${fileName} has no rules that can be used`, faults), options);
    this.faults = faults;
  }
}
