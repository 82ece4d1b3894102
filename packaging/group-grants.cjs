const accessRules = require('./access-rules.cjs');

/** Stands for the id of a group in an ARN of resources/targets/. */
const GROUP_ID = 'GROUP_ID';

/**
 * The statement by which the role may add accounts to the groups of the rules: `grants` of the directory's file, with the
 * ARN of a group once for each. None without rules, and where IAM has no say in it.
 */
module.exports = async ({ resolveVariable }) => {
  const { groups } = await accessRules({ resolveVariable });
  const target = await resolveVariable('param:target');
  const file = `file(resources/targets/${target}.yml)`;
  const grants = groups.length > 0 ? await resolveVariable(`${file}:grants, null`) : null;
  if (!grants) return { Ref: 'AWS::NoValue' };
  return { ...grants, Resource: grants.Resource.flatMap((arn) => arnsOf(arn, groups)) };
};

function arnsOf(arn, groups) {
  const text = JSON.stringify(arn);
  if (!text.includes(GROUP_ID)) return [arn];
  return groups.map((group) => JSON.parse(text.replaceAll(GROUP_ID, () => group)));
}
