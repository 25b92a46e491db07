/**
 * The default Trusted Types policy. Mantine hands its style sheets to innerHTML; those never hold a `<`.
 * Anything that could become markup throws, wherever it comes from.
 */
interface PolicyFactory {
  createPolicy(name: string, rules: { createHTML: (text: string) => string }): unknown
}

const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes

factory?.createPolicy('default', {
  createHTML: (text) => {
    if (text.includes('<')) throw new TypeError('markup refused')
    return text
  },
})

/** The nonce of this page, for the style elements that Mantine adds. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
}
