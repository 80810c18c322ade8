/**
 * Writes a regular expression of ECMAScript (with the flag `u`, as JSON Schema has it) in the
 * syntax of RE2, so that it matches the same texts. What RE2 cannot do is refused.
 */

/** Thrown for look-around, back-references and flags within the expression. */
export class OutsideRe2 extends Error {}

/** What `\s` and line ends are to ECMAScript; RE2 knows those of ASCII only. */
const SPACES =
  '\\t-\\r \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}';
const NO_SPACES =
  '\\x00-\\x08\\x{0e}-\\x{1f}!-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}' +
  '\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}';
const NO_LINE_END = '[^\\n\\r\\x{2028}\\x{2029}]';

const ESCAPES = [
  String.raw`\\u(?<lead>d[89ab]..)\\u(?<trail>d[c-f]..)`,
  String.raw`\\(?:u\{(?<long>[0-9a-f]+)\}|u(?<four>[0-9a-f]{4})|x(?<two>[0-9a-f]{2})|c(?<control>[a-z]))`,
  String.raw`\\[pP]\{(?:Script|sc|General_Category|gc)=(?<property>\w+)\}`,
  String.raw`\\(?<escaped>.)`,
].join('|');

const IN_CLASS = new RegExp(String.raw`${ESCAPES}|\[`, 'gisu');
const TOKEN = new RegExp(
  String.raw`${ESCAPES}|\[(?<negated>\^?)(?<class>(?:\\.|[^\]\\])*)\]|\(\?(?:<[^=!>]+>|<?.)|\.`,
  'gisu',
);

type Groups = Partial<Record<string, string>>;

/** @throws OutsideRe2 */
export function toRe2(expression: string): string {
  return expression.replace(TOKEN, (token: string, ...found: unknown[]) => {
    const groups = found.at(-1) as Groups;
    if (groups['class'] !== undefined) return toRe2Class(groups['class'], groups['negated'] ?? '');
    if (token.startsWith('\\')) return toRe2Escape(token, groups, false);
    if (token === '.') return NO_LINE_END;
    // Nobody asks for what a group holds.
    if (token === '(?:' || token.endsWith('>')) return '(?:';
    throw new OutsideRe2(/^\(\?<?[=!]/u.test(token) ? 'look-around' : 'flags');
  });
}

function toRe2Class(content: string, negated: string): string {
  if (content === '') return negated === '' ? '[^\\x00-\\x{10ffff}]' : '[\\x00-\\x{10ffff}]';
  const translated = content.replace(IN_CLASS, (token: string, ...found: unknown[]) =>
    token === '[' ? '\\[' : toRe2Escape(token, found.at(-1) as Groups, true),
  );
  return `[${negated}${translated}]`;
}

function toRe2Escape(token: string, groups: Groups, inClass: boolean): string {
  const character = characterOf(groups);
  if (character !== undefined) return `\\x{${character.toString(16)}}`;
  if (groups['property'] !== undefined) return `${token.slice(0, 3)}${groups['property']}}`;
  const escaped = groups['escaped'] ?? '';
  if (/[1-9k]/.test(escaped)) throw new OutsideRe2('back-references');
  if (escaped === 's') return inClass ? SPACES : `[${SPACES}]`;
  if (escaped === 'S') return inClass ? NO_SPACES : `[${NO_SPACES}]`;
  if (escaped === 'b' && inClass) return '\\x08';
  return escaped === '0' ? '\\x00' : token;
}

function characterOf({ lead, trail, control, ...digits }: Groups): number | undefined {
  if (lead !== undefined && trail !== undefined) {
    const [high, low] = [Number.parseInt(lead, 16), Number.parseInt(trail, 16)];
    return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
  }
  if (control !== undefined) return control.charCodeAt(0) % 32;
  const hexadecimal = digits['long'] ?? digits['four'] ?? digits['two'];
  return hexadecimal === undefined ? undefined : Number.parseInt(hexadecimal, 16);
}
