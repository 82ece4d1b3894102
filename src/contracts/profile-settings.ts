import { composed } from './composed.ts';
import { type AllowedValues, PROFILE_FIELDS, type ProfileField } from './profile-fields.ts';
import { listOf, type SettingValues } from './setting-rules.ts';

/** A value may have a comma: only one in front of a field and its `=` ends a list of values. */
const BETWEEN_FIELDS = new RegExp(`,(?=\\s*(?:${PROFILE_FIELDS.join('|')})\\s*=)`);

/** The settings of directories that keep a profile. */
export const profileSettings = {
  FORWARDED_ATTRIBUTES: listOf(
    profileFieldOf,
    `must list which of ${PROFILE_FIELDS.join(', ')} the accounts get, separated by commas`,
    [],
  ),
  ALLOWED_ATTRIBUTE_VALUES: {
    rule: 'must list fields of a profile, each once, and the values of each, such as department=Trading|Sales,costCenter=4711; no value may be empty or contain | or =',
    default: '',
    read: allowedValuesOf,
  },
};

/** What these settings define of a profile. */
export interface ProfileTerms {
  /** The fields that accounts get. */
  readonly forwarded: readonly ProfileField[];
  readonly allowedValues: AllowedValues;
}

export function profileTermsOf(settings: SettingValues<typeof profileSettings>): ProfileTerms {
  return {
    forwarded: settings.FORWARDED_ATTRIBUTES,
    allowedValues: settings.ALLOWED_ATTRIBUTE_VALUES,
  };
}

function profileFieldOf(name: string): ProfileField | undefined {
  return PROFILE_FIELDS.find((field) => field === name);
}

function allowedValuesOf(text: string): AllowedValues | undefined {
  if (text.trim() === '') return {};
  const allowed = new Map<ProfileField, readonly string[]>();
  for (const part of text.split(BETWEEN_FIELDS)) {
    const [name = '', values, ...others] = part.split('=');
    const field = profileFieldOf(name.trim());
    // A second = is a field by a name that does not exist: its values must not become those of another.
    if (!field || values === undefined || others.length > 0 || allowed.has(field)) return undefined;
    allowed.set(
      field,
      values.split('|').map((value) => composed(value.trim())),
    );
  }
  const isEveryValueGiven = [...allowed.values()].every((values) => !values.includes(''));
  return isEveryValueGiven ? Object.fromEntries(allowed) : undefined;
}
