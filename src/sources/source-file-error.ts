import { faultText, type YamlFault } from '../yaml/yaml-fault.ts';

/** A source file that cannot be used. Has every fault. */
export class SourceFileError extends Error {
  override readonly name = 'SourceFileError';
  readonly faults: readonly YamlFault[];

  constructor(fileName: string, faults: readonly YamlFault[]) {
    super(faultText(`${fileName} is no source that can be used`, faults));
    this.faults = faults;
  }
}
