export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** Of text without a byte-order mark, so much is looked at for the zeros of UTF-16. */
const SAMPLE_BYTES = 1_024;
const INVALID_UTF8 = 'ERR_ENCODING_INVALID_ENCODED_DATA';

/**
 * The encoding of a text: by its byte-order mark, or the zeros of UTF-16, or UTF-8 if all of it is valid. Else
 * Windows-1252, in which spreadsheets in Western Europe and America save CSV.
 * @param head the first bytes; `chunks` begin with them, too
 */
export async function detectEncoding(
  head: Uint8Array,
  chunks: AsyncIterable<Uint8Array>,
): Promise<Encoding> {
  const utf16 = utf16In(head);
  if (utf16) return utf16;
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of chunks) decoder.decode(chunk, { stream: true });
    decoder.decode();
    return 'utf-8';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === INVALID_UTF8) return 'windows-1252';
    throw error;
  }
}

function utf16In(head: Uint8Array): Encoding | undefined {
  const [first, second] = head;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const sample = head.subarray(0, SAMPLE_BYTES);
  const zeros = [0, 0];
  sample.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  });
  const many = sample.length / 4;
  // The first character is a header's, a title's or a bracket: zeros further on may be in a person's name.
  if (second === 0 && (zeros[1] ?? 0) > many) return 'utf-16le';
  return first === 0 && (zeros[0] ?? 0) > many ? 'utf-16be' : undefined;
}

/** The text of a file, in pieces, without a byte-order mark. */
export async function* decodeText(
  chunks: AsyncIterable<Uint8Array>,
  encoding: Encoding,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}
