/** The threshold of the alarm on the age of the last complete audit, which is measured in seconds. */
module.exports = async ({ resolveVariable }) =>
  Number(await resolveVariable('param:auditWithinHours')) * 3_600;
