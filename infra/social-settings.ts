/** Values of the secrets that KRING_SOCIAL names: a JSON object of name and value. */
export const socialSecrets = new sst.Secret('SocialSecrets', '{}');

/** The settings of social sources at deployment; they hold no secret, only names of secrets. Lambda allows 4 KB of environment. */
export const settings: Record<string, string> = { KRING_SOCIAL: process.env['KRING_SOCIAL'] ?? '' };

/** Adapters and their SDKs stay in files of their own, which a function loads when it first needs them. */
export const splitAtImports = { minify: true, splitting: true, esbuild: { sourcemap: false } };
