// The rules of groups that a package is made with: the parameter accessRules (docs/configuration.md, "Rules of groups").
const { readFileSync } = require('node:fs');
const { normalize } = require('node:path').posix;

/**
 * How many groups one output of the stack lists: that many ids of 128 characters take less than 4,096 bytes.
 * CloudFormation documents no limit for the value of an output. This is the one for the value of a parameter.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
const GROUPS_OF_AN_OUTPUT = 25;

/** Of a package in which no hire gets groups. */
const NONE = { module: './src/access/no-rules.ts', version: 'none', ...listed([]) };
/** Of rules with faults. No file has this path: nothing can be bundled, should the faults be reported to no one. */
const UNUSABLE = { module: './accessRules-has-faults', version: 'unusable', ...listed([]) };

/** By directory and path. A file that is saved during packaging would otherwise give a part of the package other rules. */
const readings = new Map();

/**
 * What the rest of the configuration takes of the rules: the module that the function is bundled with, the version, and
 * every group, sorted, also as the two outputs list them. Their faults are reported once, with those of the parameters.
 */
module.exports = async ({ resolveVariable }) => {
  const path = await resolveVariable('param:accessRules');
  if (!path) return NONE;
  const { fault, rules } = await readOnce(path, resolveVariable);
  if (fault) return UNUSABLE;
  const groups = [...new Set(rules.rules.flatMap((rule) => rule.groups))].sort();
  // Without the dot, a bundler would look for a package of this name.
  return { module: `./${normalize(path)}`, version: rules.version, ...listed(groups) };
};

function listed(groups) {
  return {
    groups,
    firstGroups: JSON.stringify(groups.slice(0, GROUPS_OF_AN_OUTPUT)),
    moreGroups: JSON.stringify(groups.slice(GROUPS_OF_AN_OUTPUT)),
  };
}

/** Every fault of the file, each with its line and its key, or that there is none. */
async function accessRulesFaults(given, resolveVariable) {
  const path = await given('accessRules');
  if (!path) return [];
  const { fault } = await readOnce(path, resolveVariable);
  return fault ? [`accessRules: ${fault}`] : [];
}

/** The rules, or as `fault` what is wrong with the file, and how to correct it. A process reads a file once. */
async function readOnce(path, resolveVariable) {
  const target = await resolveVariable('param:target');
  const groupIds = await groupIdsOf(target, resolveVariable);
  const key = JSON.stringify([target, path]);
  if (!readings.has(key)) readings.set(key, read(path, groupIds));
  return readings.get(key);
}

async function read(path, groupIds) {
  try {
    return { rules: await readRules(path, groupIds) };
  } catch (error) {
    return { fault: error.message };
  }
}

async function readRules(path, groupIds) {
  if (!isWithinService(path) || !/\.ya?ml$/.test(path))
    throw new Error(
      `${path} must be the path of a .yml file in the folder of serverless.yml, relative to that folder`,
    );
  const content = contentOf(path);
  const { readAccessRules } = await import('../src/access/read-access-rules.ts');
  return readAccessRules(content, path, groupIds);
}

/** What is elsewhere is not reviewed with the code. */
function isWithinService(path) {
  return !path.startsWith('/') && !normalize(path).startsWith('../');
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
