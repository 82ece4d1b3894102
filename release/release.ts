import { writeRelease } from './write-release.ts';

const [folder = 'dist/release'] = process.argv.slice(2);

console.log(await writeRelease(folder));
