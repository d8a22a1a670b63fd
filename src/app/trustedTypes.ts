/** The part of the Trusted Types API that is used; TypeScript's DOM library does not describe it yet. */
interface TrustedTypesFactory {
  createPolicy(name: string, rules: { createScriptURL(address: string): string }): unknown;
}

declare global {
  var trustedTypes: TrustedTypesFactory | undefined;
}

/**
 * Where the content security policy demands Trusted Types, lets scripts and workers of this origin start and nothing
 * else: the default policy is asked for every address of a script, and there is none for HTML. Pages call it first.
 */
export function installTrustedTypes(): void {
  const factory = globalThis.trustedTypes;
  factory?.createPolicy('default', {
    createScriptURL(address) {
      const { origin, href } = new URL(address, globalThis.location.href);
      if (origin !== globalThis.location.origin)
        throw new TypeError(`A script of another origin is refused: ${origin}`);
      return href;
    },
  });
}
