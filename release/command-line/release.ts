import { packCommandLine } from './pack.ts';

const [folder = 'dist'] = process.argv.slice(2);

console.log(await packCommandLine(folder));
