import { type CredentialSource, isInput, type Value } from '#frameworks';
import { isKeyedDigest } from '../../values/digests.ts';
import type { Trial } from '../paths/trial.ts';
import { isSecretVariable, isTold } from './situation.ts';

/** Under what `proofsOf` and the situation know a source. */
export function proofKey({ kind, name }: CredentialSource): string {
  return `${kind} ${name}`;
}

/** Whether a source is to be taken for a credential in this trial; what may yet turn out to be one is noted. */
export function isProof(trial: Trial, source: CredentialSource): boolean {
  const key = proofKey(source);
  if (trial.situation.proofs?.has(key)) return true;
  if (source.kind !== 'header' || !isTold(source.name)) trial.credentials.plain.add(key);
  return false;
}

/** Something is compared with what only the server knows. */
export function noteComparison({ credentials, situation }: Trial, value: Value, others: readonly Value[]): void {
  if (isInput(value)) credentials.comparesInput = true;
  if (value.t !== 'credential' || !situation.proofs?.has(proofKey(value.source))) return;
  credentials.proofs.add(proofKey(value.source));
  if (others.some(isOfSecret)) credentials.secretProofs.add(proofKey(value.source));
}

/** A digest of what the caller sends with a secret in it. */
export function isSalted(value: Value): boolean {
  return value.t === 'credential' && value.isSalted === true;
}

function isOfSecret(value: Value): boolean {
  return (value.t === 'environment' && isSecretVariable(value.name)) || isKeyedDigest(value) || isSalted(value);
}
