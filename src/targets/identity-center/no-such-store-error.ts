/** AWS knows no identity store with the configured id. */
export class NoSuchStoreError extends Error {
  override readonly name = 'NoSuchStoreError';
  readonly isSafeToLog = true;

  constructor() {
    super(
      'IDENTITY_STORE_ID names no identity store in this region: set it to the id that ' +
        '`aws sso-admin list-instances` shows, deploy in the region of that instance, and deploy again',
    );
  }
}
