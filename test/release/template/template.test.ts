import { jest } from '@jest/globals';
import { describePages } from './pages.suite.ts';
import { describeRefusedValues } from './refused-values.suite.ts';
import { describeSameResources } from './same-resources.suite.ts';

// Packages each directory several times.
jest.setTimeout(300_000);

// In one file, so that the framework is loaded once, and the template of each directory is packaged once.
describeSameResources();
describeRefusedValues();
describePages();
