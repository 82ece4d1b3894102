const { createHash } = require('node:crypto');
const accessRules = require('./access-rules.cjs');

/** Stands for the id of a group in resources/group-alarm.yml. */
const GROUP_ID = 'GROUP_ID';

/** An alarm for each group of the rules, by its logical id. None without rules. */
module.exports = async ({ resolveVariable }) => {
  const { groups } = await accessRules({ resolveVariable });
  if (groups.length === 0) return {};
  const alarm = JSON.stringify(await resolveVariable('file(resources/group-alarm.yml)'));
  return Object.fromEntries(groups.map((group) => [logicalIdOf(group), alarmOf(group, alarm)]));
};

/** Of the group alone: with another group in the rules, the alarms of the others stay as they are. */
function logicalIdOf(group) {
  return `Grants${createHash('sha256').update(group).digest('hex').slice(0, 16)}Alarm`;
}

function alarmOf(group, alarm) {
  const inJson = JSON.stringify(group).slice(1, -1);
  return JSON.parse(alarm.replaceAll(GROUP_ID, () => inJson));
}
