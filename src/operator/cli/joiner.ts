import { createProgram } from './program.ts';
import { run } from './run.ts';

// Not awaited: the installed command has this file as CommonJS, which cannot.
void run(createProgram);
