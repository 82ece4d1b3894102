import { describe, expect, test } from '@jest/globals';
import { readSettings } from '../../../src/contracts/setting-rules.ts';
import { target as scim } from '../../../src/runtime/targets/scim.ts';
import { whileCreating } from '../../../src/runtime/while-creating.ts';
import { createPacedTarget } from '../../../src/targets/paced-target.ts';
import { withMetrics } from '../../../src/targets/with-metrics.ts';
import { creationOf } from '../../support/directories/scim-harness.ts';
import { json, startRecordingServer } from '../../support/http/recording-server.ts';

const unwatched = { clock: { now: () => 0 }, onCall: () => {} };
const complete = {
  SCIM_BASE_URL: 'https://scim.example.com/tenant/scim/v2',
  SCIM_TOKEN_ARN: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:scim-a1b2c3',
};
const read = (changes: Record<string, string> = {}) =>
  readSettings(scim.settings, { ...complete, ...changes });
const target = (changes: Record<string, string> = {}, secretEndpoint = '') => {
  const reading = read(changes);
  const { values } = reading as Extract<typeof reading, { kind: 'valid' }>;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const secretSettings = () => ({ credentials, endpoint: secretEndpoint });
  return scim.create({ ...values, AWS_REGION: 'eu-west-1' }, unwatched, secretSettings);
};

test('the end of an invocation closes the connections, through all that wraps the target', async () => {
  const ended: string[] = [];
  const directory = { ...target(), endInvocation: async () => void ended.push('directory') };
  const wrapped = createPacedTarget(
    whileCreating(withMetrics(directory, unwatched), () => {}),
    { clock: unwatched.clock, sleep: async () => {} },
  );
  await wrapped.endInvocation?.();

  expect(ended).toEqual(['directory']);
  expect(target().endInvocation).toBeInstanceOf(Function);
});

describe('the settings of a SCIM server', () => {
  test('name it by its base URL, and expect neither unique names nor required ones', () => {
    expect(target()).toMatchObject({
      id: 'scim:https://scim.example.com/tenant/scim/v2',
      tokenLifeMs: 0,
      enforcesUniqueness: false,
      requires: [],
      supports: { superUsers: false, apiAccess: false },
    });
  });

  test('state what profiles it keeps, and how long its fields may be', () => {
    expect(target()).not.toHaveProperty('profile');
    const changes = { FORWARDED_ATTRIBUTES: 'title', SCIM_FIELD_LIMITS: 'lastName=64' };
    expect(target(changes)).toMatchObject({
      profile: { check: expect.any(Function) },
      limits: [{ field: 'lastName', maxCharacters: 64 }],
    });
  });

  test('state what the server promises and asks', () => {
    const changes = {
      SCIM_ENFORCES_UNIQUENESS: 'true',
      SCIM_REQUIRED_FIELDS: 'lastName, firstName',
    };
    expect(target(changes)).toMatchObject({
      enforcesUniqueness: true,
      requires: ['firstName', 'lastName'],
    });
  });

  test('send a password where the server wants one: to each user another', async () => {
    const server = await startRecordingServer();
    server.script(json({ SecretString: 'token', id: 'user-1' }));
    const changes = { SCIM_BASE_URL: server.endpoint };
    const wanting = target({ ...changes, SCIM_SENDS_PASSWORD: 'true' }, server.endpoint);
    const other = target(changes, server.endpoint);
    for (const one of [wanting, wanting, other])
      await one.create(creationOf(one), new AbortController().signal);
    await server.stop();

    const creations = server.requests.filter(({ target }) => target === '/Users');
    const passwords = creations.map(({ body }) => JSON.parse(body).password);
    const password = expect.stringMatching(/^A![0-9a-f-]{36}$/);
    expect(passwords).toEqual([password, password, undefined]);
    expect(new Set(passwords).size).toBe(3);
  });

  test('send the local part of the address as mailNickname where the server wants one', async () => {
    const server = await startRecordingServer();
    server.script(json({ SecretString: 'token', id: 'user-1' }));
    const changes = { SCIM_BASE_URL: server.endpoint };
    const wanting = target({ ...changes, SCIM_SENDS_MAIL_NICKNAME: 'true' }, server.endpoint);
    const other = target(changes, server.endpoint);
    for (const one of [wanting, other])
      await one.create(creationOf(one), new AbortController().signal);
    await server.stop();

    const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
    const entra = 'urn:ietf:params:scim:schemas:extension:Microsoft:Entra:2.0:User';
    const creations = server.requests.filter(({ target }) => target === '/Users');
    const [toEntra, toOther] = creations.map(({ body }) => JSON.parse(body));
    expect(toEntra).toMatchObject({ schemas: [core, entra], [entra]: { mailNickname: 'zoe' } });
    expect(toOther.schemas).toEqual([core]);
    expect(toOther).not.toHaveProperty([entra]);
  });

  test.each([
    ['the employee id', {}, 'E-7'],
    ['a key of Joiner’s own', { SCIM_EXTERNAL_ID_IS_EMPLOYEE_ID: 'false' }, /^user#[0-9a-f]{64}$/],
  ])('write as externalId %s', async (_, changes, externalId) => {
    const server = await startRecordingServer();
    server.script(json({ SecretString: 'token', id: 'user-1' }));
    const one = target({ ...changes, SCIM_BASE_URL: server.endpoint }, server.endpoint);
    const creation = { ...creationOf(one), employeeId: 'E-7' };
    await one.create(creation, new AbortController().signal);
    await server.stop();

    const [user] = server.requests.filter(({ target }) => target === '/Users');
    expect(JSON.parse(user?.body ?? '').externalId).toMatch(externalId);
  });

  test.each([
    'https://SCIM.example.com/tenant/scim/v2/',
    'https://scim.example.com:443/tenant/scim/v2//',
  ])('know the server by one name, however it is spelled: %s', (SCIM_BASE_URL) => {
    expect(target({ SCIM_BASE_URL }).id).toBe(target().id);
  });

  test.each(['http://localhost:8080/scim', 'http://127.0.0.1/scim', 'http://[::1]:80/scim'])(
    'take a server on this machine without TLS: %s',
    (SCIM_BASE_URL) => {
      expect(read({ SCIM_BASE_URL })).toMatchObject({ kind: 'valid' });
    },
  );

  test.each([
    ['SCIM_BASE_URL', 'http://scim.example.com'],
    ['SCIM_BASE_URL', 'http://127.0.0.1.example.com'],
    ['SCIM_BASE_URL', 'https://joiner:secret@scim.example.com'],
    ['SCIM_BASE_URL', 'https://scim.example.com?tenant=1'],
    ['SCIM_BASE_URL', 'https://scim.example.com#v2'],
    ['SCIM_BASE_URL', 'scim.example.com'],
    ['SCIM_TOKEN_ARN', 'the-token-itself'],
    ['SCIM_TOKEN_ARN', 'arn:aws:s3:eu-west-1:111122223333:bucket/token'],
    ['SCIM_ENFORCES_UNIQUENESS', 'yes'],
    ['SCIM_SENDS_PASSWORD', '1'],
    ['SCIM_SENDS_MAIL_NICKNAME', 'yes'],
    ['SCIM_EXTERNAL_ID_IS_EMPLOYEE_ID', 'nope'],
    ['SCIM_REQUIRED_FIELDS', 'nickName'],
  ])('refuse for %s: %s', (name, value) => {
    const reading = read({ [name]: value });

    expect(reading).toEqual({
      kind: 'invalid',
      faults: [expect.stringMatching(new RegExp(`^${name} must `))],
    });
    // It may be a token, put into the wrong place.
    expect(JSON.stringify(reading)).not.toContain(value);
  });
});
