// The rules of groups that a package is made with: the parameter accessRules (docs/configuration.md, "Rules of groups").
const { readFileSync } = require('node:fs');

/**
 * How many groups one output of the stack lists: that many ids of 128 characters take less than 4,096 bytes.
 * CloudFormation documents no limit for the value of an output. This is the one for the value of a parameter.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
const GROUPS_OF_AN_OUTPUT = 25;

/** Of a package in which no hire gets groups. */
const NONE = { module: './src/access/no-rules.ts', version: 'none', ...listed([]) };

/**
 * What the rest of the configuration takes of the rules: the module that the function is bundled with, the version, and
 * every group, sorted, also as the two outputs list them. Their faults are reported once, with those of the parameters.
 */
module.exports = async ({ resolveVariable }) => {
  const path = await resolveVariable('param:accessRules');
  if (!path) return NONE;
  try {
    const { version, rules } = await readRules(path, resolveVariable);
    const groups = [...new Set(rules.flatMap((rule) => rule.groups))].sort();
    return { module: path.startsWith('.') ? path : `./${path}`, version, ...listed(groups) };
  } catch {
    return NONE;
  }
};

function listed(groups) {
  return {
    groups,
    firstGroups: jsonOf(groups.slice(0, GROUPS_OF_AN_OUTPUT)),
    moreGroups: jsonOf(groups.slice(GROUPS_OF_AN_OUTPUT)),
  };
}

/** The framework would take a dollar sign for the beginning of a variable. Ids are ASCII otherwise. */
function jsonOf(groups) {
  return JSON.stringify(groups).replaceAll('$', '\\u0024');
}

/** Every fault of the file, each with its line and its key, or that there is none. */
async function accessRulesFaults(given, resolveVariable) {
  const path = await given('accessRules');
  if (!path) return [];
  try {
    await readRules(path, resolveVariable);
    return [];
  } catch (error) {
    return [`accessRules: ${error.message}`];
  }
}

/** @throws an error that says what is wrong with the file, and how to correct it */
async function readRules(path, resolveVariable) {
  if (path.startsWith('/') || !/\.ya?ml$/.test(path))
    throw new Error(
      `${path} must be the path of a .yml file, relative to the folder of serverless.yml`,
    );
  const content = contentOf(path);
  const [{ readAccessRules }, groupIds] = await Promise.all([
    import('../src/access/read-access-rules.ts'),
    groupIdsOf(await resolveVariable('param:target'), resolveVariable),
  ]);
  return readAccessRules(content, path, groupIds);
}

/** The framework runs in the folder of serverless.yml. */
function contentOf(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch ({ code }) {
    const rule =
      code === 'ENOENT'
        ? 'must exist; correct the path'
        : `must be a file that can be read (${code})`;
    throw new Error(`${path} ${rule}`);
  }
}

/** Absent where the directory accepts any, and for a directory that there is not. */
async function groupIdsOf(target, resolveVariable) {
  const form = await resolveVariable(`file(resources/targets/${target}.yml):groupId, null`);
  return form ? { ...form, pattern: new RegExp(form.pattern) } : undefined;
}

module.exports.accessRulesFaults = accessRulesFaults;
