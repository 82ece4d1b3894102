import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import { NormalizedSchema } from '@smithy/core/schema';
import type { $SchemaRef, StaticOperationSchema } from '@smithy/types';
import { getPermissionGroup } from '../../../../src/targets/finspace/client/get-permission-group.ts';
import { getProgrammaticAccessCredentials } from '../../../../src/targets/finspace/client/get-programmatic-access-credentials.ts';
import {
  associateUserToPermissionGroup,
  createUser,
  disableUser,
  enableUser,
  getUser,
  listUsers,
  updateUser,
} from '../../../../src/targets/finspace/client/schemas.ts';

/** A shape of the service's model, as aws-sdk 2 ships it. */
interface ModelShape {
  readonly shape?: string;
  readonly type?: string;
  readonly sensitive?: boolean;
  readonly idempotencyToken?: boolean;
  readonly location?: 'uri' | 'querystring' | 'statusCode';
  readonly locationName?: string;
  readonly members?: Readonly<Record<string, ModelShape>>;
  readonly member?: ModelShape;
}

const modelFile = createRequire(import.meta.url).resolve(
  'aws-sdk/apis/finspace-data-2020-07-13.min.json',
);
const model = JSON.parse(readFileSync(modelFile, 'utf8'));

function describeModel(reference: ModelShape): object {
  const shape: ModelShape = { ...model.shapes[reference.shape ?? ''], ...reference };
  const { members, member, type = 'string' } = shape;
  return {
    type: type === 'integer' || type === 'long' ? 'number' : type,
    sensitive: shape.sensitive === true,
    idempotencyToken: shape.idempotencyToken === true,
    inPath: shape.location === 'uri',
    query: shape.location === 'querystring' ? shape.locationName : undefined,
    isStatus: shape.location === 'statusCode',
    members: members && mapValues(members, describeModel),
    member: member && describeModel(member),
  };
}

function describeSchema(reference: $SchemaRef): object {
  const schema = NormalizedSchema.of(reference);
  const traits = schema.getMergedTraits();
  const isStructure = schema.isStructSchema();
  const isList = schema.isListSchema();
  const scalar = schema.isNumericSchema() ? 'number' : 'string';
  return {
    type: isStructure ? 'structure' : isList ? 'list' : scalar,
    sensitive: traits.sensitive === 1,
    idempotencyToken: traits.idempotencyToken === 1,
    inPath: traits.httpLabel === 1,
    query: traits.httpQuery,
    isStatus: traits.httpResponseCode === 1,
    members: isStructure ? mapValues(schema.getMemberSchemas(), describeSchema) : undefined,
    member: isList ? describeSchema(schema.getValueSchema()) : undefined,
  };
}

const mapValues = <From, To>(from: Readonly<Record<string, From>>, map: (value: From) => To) =>
  Object.fromEntries(Object.entries(from).map(([key, value]) => [key, map(value)]));

describe.each<[string, StaticOperationSchema]>([
  ['CreateUser', createUser],
  ['GetUser', getUser],
  ['ListUsers', listUsers],
  ['UpdateUser', updateUser],
  ['EnableUser', enableUser],
  ['DisableUser', disableUser],
  ['GetProgrammaticAccessCredentials', getProgrammaticAccessCredentials],
  ['AssociateUserToPermissionGroup', associateUserToPermissionGroup],
  ['GetPermissionGroup', getPermissionGroup],
])(
  "%s is as the service's own model has it",
  (name, [, , operationName, traits, input, output]) => {
    const operation = model.operations[name];

    test('method and path', () => {
      const { method = 'POST', requestUri } = operation.http;

      expect(operationName).toBe(name);
      expect(traits).toEqual({ http: [method, requestUri, 200] });
    });

    test('members of the input, where they stand and which are personal', () => {
      expect(describeSchema(input)).toEqual(describeModel(operation.input));
    });

    test('members of the output, and which are personal', () => {
      expect(describeSchema(output)).toEqual(describeModel(operation.output));
    });
  },
);
