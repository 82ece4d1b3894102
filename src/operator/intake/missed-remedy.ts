/** What to do about objects that the intake missed; docs/runbook.md has the commands. */
export const MISSED_REMEDY =
  'If a failed message holds the notification (joiner failed list), replay it. Else put the object again under its name: S3 then notifies the intake again. Delete a version that must not be taken. If the bucket has a key of your own, also delete the missed version once the object is put again.';
