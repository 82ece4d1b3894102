import { createIntakeFiles } from '../../../src/aws/intake-files.ts';
import { fileOfItem } from '../../../src/aws/intake-items.ts';
import { createIntakeMarks } from '../../../src/aws/intake-marks.ts';
import { takeFile } from '../../../src/intake/take-file.ts';
import { createIntakeDigests } from '../../../src/provisioning/intake-digests.ts';
import { readSource } from '../../../src/sources/source-file.ts';

/** What the search runs: the product's own modules, or a copy of them with one change. */
export const INTAKE_ENGINE = {
  takeFile,
  createIntakeFiles,
  createIntakeMarks,
  fileOfItem,
  createIntakeDigests,
  readSource,
};

export type IntakeEngine = typeof INTAKE_ENGINE;

/** Under src/. */
export const INTAKE_ENGINE_FILES = [
  'intake/take-file.ts',
  'aws/intake-files.ts',
  'aws/intake-marks.ts',
  'aws/intake-items.ts',
  'provisioning/intake-digests.ts',
  'sources/source-file.ts',
];
