// When all records are compared with all accounts (docs/evidence.md#every-night).

const HOURS = { least: 1, most: 8_784 };

/** As EventBridge takes them; it checks the fields of a cron itself. */
const EXPRESSION = /^(rate\(\d+ (minute|hour|day)s?\)|cron\((\S+ ){5}\S+\))$/;

async function auditFaults(given) {
  const schedule = String(await given('auditSchedule'));
  const hours = Number(await given('auditWithinHours'));
  const isLimit = Number.isInteger(hours) && hours >= HOURS.least && hours <= HOURS.most;
  return [
    ...(schedule === '' || EXPRESSION.test(schedule)
      ? []
      : ['auditSchedule: an expression of EventBridge, such as cron(0 2 * * ? *) or rate(1 day)']),
    ...(isLimit
      ? []
      : [`auditWithinHours: a whole number of hours from ${HOURS.least} to ${HOURS.most}`]),
  ];
}

module.exports = { auditFaults };
