/**
 * AWS refuses a call that was signed by a clock which differs by more: S3 allows the most. So a time that SQS or S3
 * has given is later than now by no more than this.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html#RESTAuthenticationTimeStamp
 */
export const CLOCKS_DIFFER_MS = 15 * 60_000;
