import type { Rule } from './rule.ts';

/** What a request, a digest and a token consist of. */
export const IDENTITY_RULES: readonly Rule[] = [
  {
    rule: 'a digest is over the fields with sorted keys',
    without: {
      file: 'provisioning/digests.ts',
      from: 'lastName: fields.lastName,\n    type: fields.type,',
      to: 'type: fields.type,\n    lastName: fields.lastName,',
    },
    noticedBy: {
      file: 'provisioning/digests.test.ts',
      test: 'the digest is over the fields as JSON with sorted keys, absent ones left out',
    },
  },
  {
    rule: 'a digest is over the address in lower case',
    without: {
      file: 'provisioning/digests.ts',
      from: 'fields.emailAddress.toLowerCase()',
      to: 'fields.emailAddress',
    },
    noticedBy: {
      file: 'provisioning/digests.test.ts',
      test: 'the digest of an account does not depend on the letter case of its address',
    },
  },
  {
    rule: 'the digest of an account that was found is over its own fields',
    without: {
      file: 'provisioning/provision-hire.ts',
      from: 'ctx.digests.digestOf(found)',
      to: 'hire.requestedDigest',
    },
    noticedBy: {
      scenario: 'an account that was there before, with another name',
      faults: 0,
      broken: 'the account digest of a record is not that of its account',
    },
  },
  {
    rule: 'the request key is the given request id',
    without: {
      file: 'contracts/message.ts',
      from: 'requestKey: requestId',
      to: 'requestKey: pseudonymOf(body)',
    },
    noticedBy: {
      scenario: 'the same request under two message ids',
      faults: 0,
      broken: 'a request is called a duplicate of itself',
    },
  },
  {
    rule: 'without a request id, the request key is envelope kind, source and id',
    without: {
      file: 'contracts/message.ts',
      from: 'JSON.stringify([kind, source, id])',
      to: 'JSON.stringify([kind, id])',
    },
    noticedBy: {
      file: 'contracts/correlation.test.ts',
      test: 'a message correlates by an empty source when the envelope has none',
    },
  },
  {
    rule: 'without an envelope either, the request key is the pseudonym of the body',
    without: {
      file: 'contracts/message.ts',
      from: 'requestKey: bodyDigest',
      to: 'requestKey: pseudonymOf(bodyDigest)',
    },
    noticedBy: {
      file: 'contracts/correlation.test.ts',
      test: 'a message correlates by the pseudonym of its body when nothing else is given',
    },
  },
  {
    rule: 'the pseudonym of a body is under the secret of the stack',
    without: {
      file: 'provisioning/digests.ts',
      from: 'pseudonymOf: (text) => hmac(`text:${text}`)',
      to: "pseudonymOf: (text) => createHmac('sha256', '').update(text).digest('hex')",
    },
    noticedBy: {
      file: 'provisioning/digests.test.ts',
      test: 'a pseudonym is no digest that can be computed without the secret',
    },
  },
  {
    rule: 'while the secret is missing, the message id stands in for a body',
    without: {
      file: 'provisioning/wait-for-key.ts',
      from: '() => messageId',
      to: '(text) => text.slice(0, 128)',
    },
    noticedBy: {
      file: 'provisioning/settle.test.ts',
      test: 'while its key cannot be used, the message id stands in for a hire without an id',
    },
  },
  {
    rule: 'the message id only correlates',
    without: {
      file: 'provisioning/read-hire.ts',
      from: 'const { requestKey, requestId } = correlation;',
      to: 'const { requestId } = correlation;\n  const requestKey = message.messageId;',
    },
    noticedBy: {
      scenario: 'the same request under two message ids',
      faults: 0,
      broken: 'a request is called a duplicate of itself',
    },
  },
  {
    rule: 'the same request has the same request key',
    without: {
      file: 'provisioning/states.ts',
      from: 'record.requestKey === asked.requestKey &&',
      to: '',
    },
    noticedBy: {
      scenario: 'two requests for the same account',
      faults: 0,
      broken: 'two requests were first',
    },
  },
  {
    rule: 'the same request has the same content',
    without: {
      file: 'provisioning/states.ts',
      from: 'record.requestedDigest === asked.requestedDigest &&',
      to: '',
    },
    noticedBy: {
      scenario: 'a correction under the old request id',
      faults: 0,
      broken: 'a request takes the place of another that asked differently',
    },
  },
  {
    rule: 'the same request has the same employee id',
    without: {
      file: 'provisioning/states.ts',
      from: '&&\n    record.requestEmployeeKey === asked.employeeKey',
      to: '',
    },
    noticedBy: {
      scenario: 'one request, once with and once without an employee id',
      faults: 0,
      broken: 'two requests were first',
    },
  },
  {
    rule: 'any other request is a duplicate',
    without: {
      file: 'provisioning/events.ts',
      from: 'const ours = isSameRequest(record, hire);',
      to: 'const ours = true;',
    },
    noticedBy: {
      scenario: 'two requests for the same account',
      faults: 0,
      broken: 'two requests were first',
    },
  },
  {
    rule: 'the client token is never the message id',
    without: {
      file: 'provisioning/requests.ts',
      from: 'clientTokenOf(hire.fields.emailAddress, hire.requestedDigest)',
      to: 'clientTokenOf(hire.fields.emailAddress, hire.messageId)',
    },
    noticedBy: {
      file: 'provisioning/time.test.ts',
      test: 'brings the same account back at nine minutes, without a search',
    },
  },
  {
    rule: 'the client token is never random',
    without: {
      file: 'provisioning/requests.ts',
      from: 'clientTokenOf(hire.fields.emailAddress, hire.requestedDigest)',
      to: 'crypto.randomUUID()',
    },
    noticedBy: {
      file: 'provisioning/time.test.ts',
      test: 'brings the same account back at nine minutes, without a search',
    },
  },
  {
    rule: 'the client token is over the requested content',
    without: {
      file: 'provisioning/requests.ts',
      from: 'clientTokenOf(hire.fields.emailAddress, hire.requestedDigest)',
      to: "clientTokenOf(hire.fields.emailAddress, '')",
    },
    noticedBy: {
      scenario: 'two requests that ask differently',
      faults: 1,
      broken: 'the account digest of a record is not that of its account',
    },
  },
  {
    rule: 'an event says that the account differs from the request',
    without: {
      file: 'provisioning/events.ts',
      from: 'hire.requestedDigest !== record.accountDigest && {',
      to: 'false && {',
    },
    noticedBy: {
      scenario: 'two requests that ask differently',
      faults: 0,
      broken: 'an event is wrong about `differs`',
    },
  },
];
