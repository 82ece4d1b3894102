/** The path of the SCIM API, which ends before `/Users`. */
export const SCIM_PATH = '/scim/v2';

/** The bearer token that the server accepts by default. */
export const SCIM_TOKEN = 'test';
