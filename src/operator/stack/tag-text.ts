/** https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
export const MAX_TAG_LENGTH = 256;

/**
 * A tag takes letters, digits, spaces and `+-=._:/@`. Other characters, and `=`, are stored as `=` with
 * two hexadecimal digits for each byte in UTF-8, like quoted-printable.
 */
export function toTag(text: string): string {
  return text
    .trim()
    .replace(/[^\p{L}\p{Nd} +\-._:/@]+/gu, (characters) =>
      [...Buffer.from(characters)].map((byte) => `=${byte.toString(16).padStart(2, '0')}`).join(''),
    );
}

export function fromTag(tag: string): string {
  return tag.replace(/(?:=[0-9a-f]{2})+/g, (bytes) =>
    Buffer.from(bytes.replaceAll('=', ''), 'hex').toString(),
  );
}
