// The tags of the stack, which CloudFormation puts on every resource that takes them. `--param
// tags=name=value,…` adds the deployer's own.
module.exports = async ({ resolveVariable }) => {
  const text = await resolveVariable('param:tags');
  const pairs = text === '' ? [] : text.split(',').map((pair) => pair.split(/=(.*)/, 2));
  if (pairs.some(([name, value]) => !name || !value)) {
    const error = new Error('--param tags: must be name=value pairs, separated by commas');
    // Otherwise the framework prints the stack instead of the message.
    error.stack = undefined;
    throw error;
  }
  const ours = {
    service: await resolveVariable('self:service'),
    stage: await resolveVariable('sls:stage'),
  };
  // A role takes no two tags that differ in letter case only.
  for (const [name] of pairs) delete ours[name.toLowerCase()];
  return { ...ours, ...Object.fromEntries(pairs) };
};
