import {readSettings} from './settings.mjs';

const isPrivate = ({privacy}) => privacy === 'private' || privacy === 'protected';

/** Among what an attribute may be, `undefined` is its absence. */
const withoutUndefined = (type) => type && {...type, text: type.text.replace(/ \| undefined$/, '')};

const toOneLine = (text) => text?.replace(/\s+/g, ' ');

/** The public side alone: no internal state as an attribute, no private member, no event without a name. */
const publicOnly = {
  name: 'public-only',
  packageLinkPhase({customElementsManifest}) {
    for (const {declarations = []} of customElementsManifest.modules) {
      for (const declaration of declarations) {
        const hidden = new Set(declaration.members?.filter(isPrivate).map(({name}) => name));
        declaration.members = declaration.members
          ?.filter((member) => !isPrivate(member))
          .map((member) => ({...member, description: toOneLine(member.description)}));
        declaration.attributes = declaration.attributes
          ?.filter(({fieldName}) => !hidden.has(fieldName))
          .map((attribute) => ({
            ...attribute,
            type: withoutUndefined(attribute.type),
            description: toOneLine(attribute.description),
          }));
        declaration.events = declaration.events?.filter(({name}) => name);
      }
    }
  },
};

/** Types such as `ButtonLabel` by what they stand for, so that an editor can offer the values. */
function spellOutUnions() {
  const unions = new Map();
  return {
    name: 'spell-out-unions',
    collectPhase({ts, node}) {
      if (!ts.isTypeAliasDeclaration(node) || !ts.isUnionTypeNode(node.type)) return;
      if (node.type.types.every(ts.isLiteralTypeNode)) unions.set(node.name.text, node.type.getText());
    },
    packageLinkPhase({customElementsManifest}) {
      for (const {declarations = []} of customElementsManifest.modules) {
        for (const {members = [], attributes = []} of declarations) {
          for (const {type} of [...members, ...attributes]) {
            if (type) type.text = unions.get(type.text) ?? type.text;
          }
        }
      }
    },
  };
}

/** `<kakao-sync>`'s attributes and properties: the class makes its accessors of the rules, so it declares none to be read. */
const settingsOfSync = {
  name: 'settings-of-sync',
  packageLinkPhase({customElementsManifest}) {
    const sync = customElementsManifest.modules
      .flatMap(({declarations = []}) => declarations)
      .find(({tagName}) => tagName === 'kakao-sync');
    const settings = readSettings();
    // The settings name each other as properties.
    const toAttributes = (text) =>
      text.replace(/`(\w+)`/g, (all, name) => {
        const attribute = settings.find(({property}) => property === name)?.attribute;
        return attribute ? `\`${attribute}\`` : all;
      });
    sync.attributes = settings.flatMap(({property, attribute, type, description, default: fallback}) =>
      attribute
        ? {
            name: attribute,
            type: {text: type},
            description: toAttributes(description),
            default: fallback,
            fieldName: property,
          }
        : [],
    );
    sync.members = [
      ...settings.map(({property, attribute, type, description, default: fallback}) => ({
        kind: 'field',
        name: property,
        privacy: 'public',
        type: {text: `${type} | undefined`},
        description,
        default: fallback,
        attribute,
      })),
      ...(sync.members ?? []),
    ];
  },
};

/** Modules by the files that the package ships: what the build makes of the source. */
const shippedPaths = {
  name: 'shipped-paths',
  packageLinkPhase({customElementsManifest}) {
    const toShipped = (path) => path.replace(/^\/?src\/(.+)\.[jt]s$/, 'dist/$1.js');
    const link = (reference) => {
      if (reference?.module) reference.module = toShipped(reference.module);
    };
    for (const module of customElementsManifest.modules) {
      module.path = toShipped(module.path);
      for (const {declaration} of module.exports ?? []) link(declaration);
      for (const {superclass, members = [], attributes = [], events = []} of module.declarations ?? []) {
        link(superclass);
        for (const {inheritedFrom} of [...members, ...attributes, ...events]) link(inheritedFrom);
      }
    }
    // Their names have another ending now.
    customElementsManifest.modules.sort((one, other) => (one.path < other.path ? -1 : 1));
  },
};

/** A new list each time: one of them remembers what it has read. */
export function createPlugins() {
  return [publicOnly, spellOutUnions(), settingsOfSync, shippedPaths];
}
