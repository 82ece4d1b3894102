// What a deployment takes in of HR systems (docs/sources.md).
const { readdirSync } = require('node:fs');
const { basename, join } = require('node:path');

/** Names of sources that there are not, a limit that is none, and senders of files where there is no bucket. */
async function sourceFaults(given) {
  const files = readdirSync(join(__dirname, '..', 'sources'));
  const known = files.map((file) => basename(file, '.yml'));
  const names = String(await given('sources')).split(',');
  const unknown = names.filter((name) => name !== '' && !known.includes(name));
  const most = String(await given('intakeMaxNew'));
  const hasNoBucket = !(await given('sources')) && Boolean(await given('fileSenderRoleArns'));
  const isCount = /^[1-9]\d{0,5}$/.test(most) && most <= 100_000;
  return [
    ...unknown.map((name) => `sources: ${name} is none of ${known.join(', ')}`),
    ...(isCount ? [] : ['intakeMaxNew: a whole number of people from 1 to 100000']),
    ...(hasNoBucket ? ['fileSenderRoleArns: needs sources, without which there is no bucket'] : []),
  ];
}

module.exports = { sourceFaults };
