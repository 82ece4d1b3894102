import { parseHireFile } from '../../../src/operator/send/hire-file.ts';
import { MalformedFileError } from '../../../src/operator/send/malformed-file-error.ts';

export function messagesOf(text: string | Uint8Array, name = 'hires') {
  return parseHireFile(Buffer.from(text), name);
}

export function faultsOf(text: string | Uint8Array, name = 'hires') {
  return faultsThrownBy(() => messagesOf(text, name));
}

function faultsThrownBy(read: () => unknown) {
  try {
    read();
  } catch (error) {
    return error instanceof MalformedFileError ? error.faults : error;
  }
  return 'no fault';
}
