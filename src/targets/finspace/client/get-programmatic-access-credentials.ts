import type { MetadataBearer, StaticStructureSchema } from '@smithy/types';
import { command } from './commands.ts';
import type {
  GetProgrammaticAccessCredentialsRequest,
  GetProgrammaticAccessCredentialsResponse,
} from './models.ts';
import { NUMBER, operation, STRING, structure } from './schemas.ts';

// In a file of its own: the function never calls it, and its bundle leaves it out.

const credentials: StaticStructureSchema = structure(
  'Credentials',
  { accessKeyId: STRING, secretAccessKey: STRING, sessionToken: STRING },
  { sensitive: 1 },
);

export const getProgrammaticAccessCredentials = operation(
  'GetProgrammaticAccessCredentials',
  ['GET', '/credentials/programmatic'],
  {
    durationInMinutes: [NUMBER, { httpQuery: 'durationInMinutes' }],
    environmentId: [STRING, { httpQuery: 'environmentId' }],
  },
  { credentials, durationInMinutes: NUMBER },
);

export type GetProgrammaticAccessCredentialsCommandInput = GetProgrammaticAccessCredentialsRequest;
export type GetProgrammaticAccessCredentialsCommandOutput =
  GetProgrammaticAccessCredentialsResponse & MetadataBearer;
/** GET /credentials/programmatic: temporary credentials for the other operations, of a user with API access. */
export class GetProgrammaticAccessCredentialsCommand extends command<
  GetProgrammaticAccessCredentialsCommandInput,
  GetProgrammaticAccessCredentialsCommandOutput
>(getProgrammaticAccessCredentials) {}
