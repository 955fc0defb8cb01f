import { type CredentialSource, isInput, type Value } from '#frameworks';
import { isKeyedDigest } from '../../values/digests.ts';
import type { Trial } from '../paths/trial.ts';
import { isSecretVariable, isTold } from './situation.ts';

/** Under what `proofsOf` and the situation know a source. */
export function proofKey({ kind, name }: CredentialSource): string {
  return `${kind} ${name}`;
}

/** The same for a part of it that is one by itself: who names the application needs to know no more. */
export function partKey(source: CredentialSource): string {
  return `part of ${proofKey(source)}`;
}

/** Whether a source is to be taken for a credential in this trial; what may yet turn out to be one is noted. */
export function isProof(trial: Trial, source: CredentialSource): boolean {
  if (isTakenForProof(trial, source)) return true;
  if (source.kind !== 'header' || !isTold(source.name)) trial.credentials.plain.add(proofKey(source));
  return false;
}

export function isTakenForProof({ situation }: Trial, source: CredentialSource): boolean {
  return situation.proofs?.has(proofKey(source)) === true;
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
