/** Where the server has `/Users`. */
export const SCIM_PATH = '/scim/v2';

/** The bearer token that it takes, unless it is told another. */
export const SCIM_TOKEN = 'test';
