import { RE2JS } from 're2js';

const FLAGS: Readonly<Record<string, number>> = {
  i: RE2JS.CASE_INSENSITIVE,
  m: RE2JS.MULTILINE,
};

const compiled = new WeakMap<RegExp, RE2JS>();

/**
 * A pattern that runs in linear time, whatever the text.
 * @throws where RE2 has no such pattern: look-around and back-references
 */
export function compilePattern(pattern: RegExp): RE2JS {
  const known = compiled.get(pattern);
  if (known) return known;
  const flags = [...pattern.flags].reduce((sum, flag) => sum | (FLAGS[flag] ?? 0), 0);
  const made = RE2JS.compile(RE2JS.translateRegExp(pattern.source), flags);
  compiled.set(pattern, made);
  return made;
}

/** The part of RegExp that JSONata uses, on RE2: one that backtracks can be made to run for years. */
class LinearRegExp {
  lastIndex = 0;
  readonly #pattern: RE2JS;

  constructor(pattern: RegExp) {
    this.#pattern = compilePattern(pattern);
  }

  exec(text: string): (string[] & { index: number }) | null {
    const matcher = this.#pattern.matcher(text);
    if (this.lastIndex > text.length || !matcher.find(this.lastIndex)) {
      this.lastIndex = 0;
      return null;
    }
    this.lastIndex = matcher.end();
    const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, index) =>
      String(matcher.group(index) ?? ''),
    );
    return Object.assign(groups, { index: matcher.start() });
  }
}

/** For JSONata's option `RegexEngine`, which it types as the constructor of RegExp. */
export const regexEngine = LinearRegExp as unknown as RegExpConstructor;
