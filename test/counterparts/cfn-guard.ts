import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { commandOutput } from './command-output.ts';
import type { PinnedPackage } from './fetch-package.ts';

const SPEC = '@cdklabs/cdk-validator-cfnguard@0.0.62';
const RULES = 'rules/control-tower/cfn-guard';
const binary = binaryOf(process.platform, process.arch);

/**
 * The npm package that AWS ships its cfn-guard in, with the rules of Control Tower's proactive controls. Undefined on
 * a platform without a binary.
 * @see https://docs.aws.amazon.com/controltower/latest/controlreference/proactive-controls.html
 */
export const cfnGuardPackage: PinnedPackage | undefined = binary
  ? {
      spec: SPEC,
      integrity:
        'sha512-Sg2k8067B0AIJ82QFSLhHTUIqxOYTKABvVrTHiyc6j0rE2NHli2diIYqf+w+DkuDKCYYgMIOga3OrYMOHUw0mQ==',
      folder: 'package',
      members: [`package/${binary}`, `package/${RULES}`],
    }
  : undefined;

/** Where it is kept once it was fetched. */
export const cfnGuardDir = fileURLToPath(
  new URL(`../../.cache/${SPEC.replace('/', '-')}`, import.meta.url),
);

const command = join(cfnGuardDir, binary ?? '');

export function cfnGuardIsFetched(): boolean {
  return existsSync(cfnGuardDir);
}

export function cfnGuardVersion(): string | undefined {
  return commandOutput(command, ['--version']);
}

export interface Verdict {
  /** Rule and resource: `sqs_dlq_check RejectedQueue`. */
  readonly broken: readonly string[];
  /** Rules that every resource keeps. */
  readonly kept: readonly string[];
}

/**
 * What the rules for some services say of a template.
 * @param services folders of the rules, such as `lambda`
 */
export async function judge(templatePath: string, services: readonly string[]): Promise<Verdict> {
  const rules = services.flatMap((service) => ['--rules', join(cfnGuardDir, RULES, service)]);
  const format = ['--structured', '--output-format', 'json', '--show-summary', 'none'];
  const args = ['validate', '--data', templatePath, ...rules, ...format];
  // Exit code 19: a rule is broken.
  const { stdout } = await promisify(execFile)(command, args, { maxBuffer: 2 ** 27 }).catch(
    (error: { code?: number; stdout: string }) => {
      if (error.code === 19) return error;
      throw error;
    },
  );
  const [report] = JSON.parse(stdout);
  return { broken: report.not_compliant.flatMap(brokenBy), kept: report.compliant };
}

/** A report names resources at any depth, by their path in the template. */
function brokenBy({ Rule }: { readonly Rule: { readonly name: string } }): readonly string[] {
  const paths = JSON.stringify(Rule).matchAll(/"path":"\/Resources\/(\w+)/g);
  return [...new Set([...paths].map(([, resource]) => `${Rule.name} ${resource}`))];
}

function binaryOf(platform: string, arch: string): string | undefined {
  const system = { linux: 'ubuntu', darwin: 'macos' }[platform];
  const processor = { x64: 'x86_64', arm64: 'aarch64' }[arch];
  return system && processor && `bin/${system}/${processor}/cfn-guard`;
}
