/** One entry of `npm audit --json`. */
interface Vulnerability {
  readonly name: string;
  readonly severity: string;
  readonly range: string;
  /** Folders of the installed versions that are concerned. */
  readonly nodes: readonly string[];
  /** Advisories on the package itself, and names of packages that it depends on and that have one. */
  readonly via: readonly (string | object)[];
}

export interface AuditResult {
  readonly lines: readonly string[];
  /** Whether a known vulnerability is in what ships. */
  readonly isVulnerable: boolean;
}

interface BillOfMaterials {
  readonly components: readonly { readonly name: string; readonly version: string }[];
}

interface LockFile {
  readonly packages: Readonly<Record<string, { readonly version?: string }>>;
}

/**
 * Known vulnerabilities in what ships, by the bill of materials: npm knows only which packages are for development,
 * and the command line is bundled from those.
 * @param output of `npm audit --json`
 */
export function readAudit(output: string, bill: BillOfMaterials, lock: LockFile): AuditResult {
  const { vulnerabilities, message = 'no response' } = JSON.parse(output || '{}');
  if (vulnerabilities === undefined)
    return {
      lines: [`unchecked: the registry answers no audit (${message})`],
      isVulnerable: false,
    };
  const shipped = new Set(bill.components.map(({ name, version }) => `${name}@${version}`));
  const lines = (Object.values(vulnerabilities) as Vulnerability[])
    .filter(({ via }) => via.some((one) => typeof one === 'object'))
    .filter(({ name, nodes }) =>
      nodes.some((folder) => shipped.has(`${name}@${lock.packages[folder]?.version}`)),
    )
    .map(({ name, severity, range }) => `${severity}: ${name} ${range}`);
  return lines.length > 0
    ? { lines, isVulnerable: true }
    : { lines: [`no known vulnerability in ${shipped.size} packages`], isVulnerable: false };
}
