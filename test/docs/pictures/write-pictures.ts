import { writeFile } from 'node:fs/promises';
import { drawPicture } from './picture.ts';
import { PICTURES } from './pictures.ts';

for (const [file, picture] of PICTURES) await writeFile(file, drawPicture(picture));
