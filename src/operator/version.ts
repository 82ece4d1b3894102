import joinerPackage from '../../package.json' with { type: 'json' };

/** Of the package. */
export const { version } = joinerPackage;
