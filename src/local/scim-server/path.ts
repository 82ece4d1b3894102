/** Where the server has `/Users`. */
export const SCIM_PATH = '/scim/v2';
