/** The pseudonym of a person in a directory: the key of their record, and their id if HR gave none. */
export const PERSON_KEY_PATTERN = /^user#[0-9a-f]{64}$/;
