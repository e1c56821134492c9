/** The public side alone: no internal state as an attribute, no private member, no event without a name. */
const publicOnly = {
  name: 'public-only',
  packageLinkPhase({customElementsManifest}) {
    for (const {declarations = []} of customElementsManifest.modules) {
      for (const declaration of declarations) {
        const isPrivate = ({privacy}) => privacy === 'private' || privacy === 'protected';
        const hidden = new Set(declaration.members?.filter(isPrivate).map(({name}) => name));
        declaration.members = declaration.members?.filter((member) => !isPrivate(member));
        declaration.attributes = declaration.attributes?.filter(({fieldName}) => !hidden.has(fieldName));
        declaration.events = declaration.events?.filter(({name}) => name);
      }
    }
  },
};

export default {globs: ['src/elements/**/*.ts'], litelement: true, outdir: '.', quiet: true, plugins: [publicOnly]};
