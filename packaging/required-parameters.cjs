// The parameters that every deployment decides on have no default outside the local stage. All that are missing
// are reported at once, with those that the directory cannot use, a number of days, hours or grants that is out of range,
// and sources, rules of groups and schedules that cannot be used; the framework itself would accept all of these.
const { readdirSync } = require('node:fs');
const { basename, join } = require('node:path');
const { accessRulesFaults } = require('./access-rules.cjs');
const { auditFaults } = require('./audit-schedule.cjs');
const { sourceFaults } = require('./sources.cjs');

const ANYONE = 'anyone-in-account';
const SENDERS = [
  'senderAccounts',
  'senderRoleArns',
  'senderTopicArns',
  'senderRuleArns',
  'fileSenderRoleArns',
];

module.exports = async ({ resolveVariable }) => {
  const given = (name) => resolveVariable(`param:${name}`);
  const faults = [
    ...(await directoryFaults(given, resolveVariable)),
    ...(await domainFaults(given)),
    ...(await creationFaults(given)),
    ...(await senderFaults(given)),
    ...(await roleFaults(given)),
    ...(await topicFaults(given)),
    ...(await recordFaults(given)),
    ...(await grantFaults(given)),
    ...(await auditFaults(given)),
    ...(await sourceFaults(given)),
    ...(await accessRulesFaults(given, resolveVariable)),
  ];
  if (faults.length === 0) return 'given';
  const error = new Error(
    [
      'A deployment needs these parameters, each as --param name=value (docs/configuration.md):',
      ...faults.map((fault) => `    ${fault.replaceAll('\n', '\n    ')}`),
    ].join('\n'),
  );
  // Otherwise the framework prints the stack instead of the message.
  error.stack = undefined;
  throw error;
};

/** The directory, and the parameters that its file requires. */
async function directoryFaults(given, resolveVariable) {
  const files = readdirSync(join(__dirname, '..', 'resources', 'targets'));
  const known = files.map((file) => basename(file, '.yml'));
  const target = await given('target');
  if (!known.includes(target)) return [`target: the directory, one of ${known.join(', ')}`];
  const required = await resolveVariable(`file(resources/targets/${target}.yml):required`);
  const unsupported = await resolveVariable(
    `file(resources/targets/${target}.yml):unsupported, null`,
  );
  return [
    ...(await those(required, async (name) => !(await given(name)))).map(
      (name) => `${name}: of the directory ${target}`,
    ),
    ...(await those(unsupported ?? [], given)).map(
      (name) => `${name}: must be left out, as the directory ${target} keeps no profiles`,
    ),
  ];
}

async function those(names, isSo) {
  const answers = await Promise.all(names.map(isSo));
  return names.filter((_, index) => answers[index]);
}

async function domainFaults(given) {
  if (await given('allowedEmailDomains')) return [];
  return ['allowedEmailDomains: the domains of addresses, such as example.com; * for any'];
}

/** As the function checks it at its start (src/runtime/settings.ts). */
async function creationFaults(given) {
  const most = String(await given('creationsPerHour'));
  if (most === 'none' || (/^[1-9]\d{0,5}$/.test(most) && most <= 100_000)) return [];
  return [
    'creationsPerHour: the accounts that may be created in an hour, a whole number from 1 to 100000; none for no limit',
  ];
}

async function senderFaults(given) {
  const named = await Promise.all(SENDERS.map(given));
  const senders = await given('senders');
  if (senders === ANYONE || (!senders && named.some(Boolean))) return [];
  return [`senders: ${ANYONE}; or name them in ${SENDERS.join(', ')}`];
}

async function roleFaults(given) {
  const faults = {
    operatorRoleArns: `the roles of operators; or ${ANYONE}`,
    completionReaders: `the roles that consume completion events; or ${ANYONE}`,
  };
  const values = await Promise.all(Object.keys(faults).map(given));
  return Object.entries(faults)
    .filter((_, index) => !values[index])
    .map(([name, rule]) => `${name}: ${rule}`);
}

async function topicFaults(given) {
  const isNeeded = (await given('alarmOnChanges')) === 'true';
  if (!isNeeded || (await given('alarmTopicArn'))) return [];
  return ['alarmTopicArn: where the reports of alarmOnChanges go'];
}

/** As the function checks it at its start (src/runtime/settings.ts). */
async function recordFaults(given) {
  const days = String(await given('recordDays'));
  if (days === 'none' || (/^\d{2,5}$/.test(days) && days >= 30 && days <= 36_500)) return [];
  return ['recordDays: none, or a whole number of days from 30 to 36500'];
}

/** The threshold of an alarm, and a number in the dashboard's JSON. */
async function grantFaults(given) {
  if (/^[1-9]\d{0,8}$/.test(String(await given('grantsPerGroupPerHour')))) return [];
  return ['grantsPerGroupPerHour: a whole number of grants, 1 or more'];
}
