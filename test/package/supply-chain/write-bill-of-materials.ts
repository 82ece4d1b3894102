import { writeFile } from 'node:fs/promises';
import { BILL_OF_MATERIALS, billOfMaterials } from './bill-of-materials.ts';
import { findShippedPackages } from './shipped-packages.ts';

await writeFile(BILL_OF_MATERIALS, billOfMaterials(await findShippedPackages()));
