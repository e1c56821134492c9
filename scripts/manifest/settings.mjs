import {readFileSync} from 'node:fs';
import {posix} from 'node:path';
import ts from 'typescript';

/** The rules of `<kakao-sync>`'s attributes, and the interface whose JSDoc says what they are. */
export const CONFIG = 'src/client/state/config.ts';

/** What a constant is given, without `satisfies` and `as`. */
function findConstant(source, name) {
  for (const statement of source.statements.filter(ts.isVariableStatement)) {
    for (const {name: own, initializer} of statement.declarationList.declarations) {
      let value = initializer;
      while (value && (ts.isSatisfiesExpression(value) || ts.isAsExpression(value))) value = value.expression;
      if (own.getText(source) === name) return value;
    }
  }
  return undefined;
}

/** The names in an object or a list; what an object spreads is included. */
function readNames(source, name) {
  const value = findConstant(source, name);
  if (!value) throw new Error(`${source.fileName} has no ${name}`);
  if (ts.isArrayLiteralExpression(value)) {
    return value.elements.flatMap((item) =>
      ts.isSpreadElement(item) ? readNames(source, item.expression.getText(source)) : item.text,
    );
  }
  return value.properties.flatMap((property) =>
    ts.isSpreadAssignment(property)
      ? readNames(source, property.expression.getText(source))
      : property.name.getText(source),
  );
}

/** What a `@default` says: a value as it is written, or a constant of a file that this one imports. */
function readDefault(source, text) {
  if (!/^[A-Z_]+$/.test(text ?? '')) return text;
  for (const {moduleSpecifier} of source.statements.filter(ts.isImportDeclaration)) {
    const path = posix.join(posix.dirname(source.fileName), moduleSpecifier.text).replace(/\.js$/, '.ts');
    const other = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
    const value = findConstant(other, text);
    if (value) return value.getText(other);
  }
  throw new Error(`a @default names ${text}, which no import of ${source.fileName} has`);
}

/** `redirectUri` → `redirect-uri`, as the source does it. */
function toAttribute(property) {
  return property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/**
 * What `<kakao-sync>` takes, in the order of the interface. An attribute is what has a rule.
 *
 * @param {string} [text] the file, if it is not the one on disk
 * @returns {{property: string, attribute?: string, type: string, description: string, default?: string}[]}
 * @throws {Error} if a setting has a rule and no JSDoc, or the other way round
 */
export function readSettings(text = readFileSync(CONFIG, 'utf8')) {
  const source = ts.createSourceFile(CONFIG, text, ts.ScriptTarget.Latest, true);
  const {members} = source.statements.find(
    (statement) => ts.isInterfaceDeclaration(statement) && statement.name.text === 'KakaoSyncConfig',
  );
  const rules = readNames(source, 'RULES');
  const properties = readNames(source, 'PROPERTIES');
  const settings = members.map((member) => {
    const property = member.name.getText(source);
    if (!rules.includes(property) && !properties.includes(property))
      throw new Error(`${property} has no rule: ${CONFIG}`);
    const [doc] = ts.getJSDocCommentsAndTags(member);
    const description = ts.getTextOfJSDocComment(doc?.comment)?.replace(/\s+/g, ' ');
    if (!description) throw new Error(`${property} has no description: ${CONFIG}`);
    const tag = ts.getJSDocTags(member).find(({tagName}) => tagName.text === 'default');
    return {
      property,
      ...(rules.includes(property) && {attribute: toAttribute(property)}),
      type: member.type.getText(source).replace(/ \| undefined$/, ''),
      description,
      default: readDefault(source, ts.getTextOfJSDocComment(tag?.comment)),
    };
  });
  for (const name of [...rules, ...properties]) {
    if (!settings.some(({property}) => property === name)) throw new Error(`${name} is no setting: ${CONFIG}`);
  }
  return settings;
}
