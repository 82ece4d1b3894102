import { parseHireFile } from '../../../src/operator/send/hire-file.ts';
import { MalformedFileError } from '../../../src/operator/send/malformed-file-error.ts';
import { fileOf } from '../sources/source-files.ts';

export async function messagesOf(text: string | Uint8Array, name = 'hires') {
  return (await parseHireFile(fileOf(text, name))).messages;
}

export async function faultsOf(text: string | Uint8Array, name = 'hires') {
  try {
    await messagesOf(text, name);
  } catch (error) {
    return error instanceof MalformedFileError ? error.faults : error;
  }
  return 'no fault';
}
