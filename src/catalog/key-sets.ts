/** Packages, and exports of others, that fetch or keep the keys of an issuer: it signs tokens for other applications too. */
const keySets = new Set(['jwks-rsa', 'get-jwks', 'jose#createRemoteJWKSet', 'jose#createLocalJWKSet']);

export function isKeySet(name: string, path: string): boolean {
  return keySets.has(name) || keySets.has(`${name}#${path}`);
}
