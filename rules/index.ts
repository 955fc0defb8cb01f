// Rendered by `npm run render` from the files beside it.
import type { Rule } from '#rule';
import authenticationOnLogin from './authentication-on-login.ts';
import authorizationBeforeAuthentication from './authorization-before-authentication.ts';
import broadExemption from './broad-exemption.ts';
import caseBypassableGuard from './case-bypassable-guard.ts';
import continuingRejection from './continuing-rejection.ts';
import corsAfterAuthentication from './cors-after-authentication.ts';
import credentialLogging from './credential-logging.ts';
import credentialedWildcardCors from './credentialed-wildcard-cors.ts';
import deadExemption from './dead-exemption.ts';
import deadPathPattern from './dead-path-pattern.ts';
import duplicateScheme from './duplicate-scheme.ts';
import encapsulatedAuthentication from './encapsulated-authentication.ts';
import errorDetails from './error-details.ts';
import excessiveClockSkew from './excessive-clock-skew.ts';
import exposedInternals from './exposed-internals.ts';
import guardPathGap from './guard-path-gap.ts';
import hardcodedSecret from './hardcoded-secret.ts';
import ignoredExpiration from './ignored-expiration.ts';
import ignoredOption from './ignored-option.ts';
import ignoredVerificationFailure from './ignored-verification-failure.ts';
import insecureSessionCookie from './insecure-session-cookie.ts';
import lateAuthentication from './late-authentication.ts';
import lateCors from './late-cors.ts';
import lateParser from './late-parser.ts';
import lateSession from './late-session.ts';
import leakingGuard from './leaking-guard.ts';
import misplacedErrorHandler from './misplaced-error-handler.ts';
import mistakenLifetime from './mistaken-lifetime.ts';
import orCombinedGuards from './or-combined-guards.ts';
import piiLogging from './pii-logging.ts';
import preflightHeaderGap from './preflight-header-gap.ts';
import shadowedRoute from './shadowed-route.ts';
import statefulTokenScheme from './stateful-token-scheme.ts';
import swallowedChallenge from './swallowed-challenge.ts';
import unauthenticatedRoute from './unauthenticated-route.ts';
import unawaitedVerification from './unawaited-verification.ts';
import uncheckedClaims from './unchecked-claims.ts';
import undeclaredParameter from './undeclared-parameter.ts';
import undefinedGuard from './undefined-guard.ts';
import unenforcedScheme from './unenforced-scheme.ts';
import unguardedSibling from './unguarded-sibling.ts';
import uninvokedGuard from './uninvoked-guard.ts';
import unknownScheme from './unknown-scheme.ts';
import unreadRequirement from './unread-requirement.ts';
import unserializedPrincipal from './unserialized-principal.ts';
import unsetDefaultScheme from './unset-default-scheme.ts';
import unsetSecret from './unset-secret.ts';
import unsignedToken from './unsigned-token.ts';
import unusedScheme from './unused-scheme.ts';
import unverifiedToken from './unverified-token.ts';
import wrongPrincipalProperty from './wrong-principal-property.ts';

/** All rules, sorted by id. */
export const rules: readonly Rule[] = [
  authenticationOnLogin,
  authorizationBeforeAuthentication,
  broadExemption,
  caseBypassableGuard,
  continuingRejection,
  corsAfterAuthentication,
  credentialLogging,
  credentialedWildcardCors,
  deadExemption,
  deadPathPattern,
  duplicateScheme,
  encapsulatedAuthentication,
  errorDetails,
  excessiveClockSkew,
  exposedInternals,
  guardPathGap,
  hardcodedSecret,
  ignoredExpiration,
  ignoredOption,
  ignoredVerificationFailure,
  insecureSessionCookie,
  lateAuthentication,
  lateCors,
  lateParser,
  lateSession,
  leakingGuard,
  misplacedErrorHandler,
  mistakenLifetime,
  orCombinedGuards,
  piiLogging,
  preflightHeaderGap,
  shadowedRoute,
  statefulTokenScheme,
  swallowedChallenge,
  unauthenticatedRoute,
  unawaitedVerification,
  uncheckedClaims,
  undeclaredParameter,
  undefinedGuard,
  unenforcedScheme,
  unguardedSibling,
  uninvokedGuard,
  unknownScheme,
  unreadRequirement,
  unserializedPrincipal,
  unsetDefaultScheme,
  unsetSecret,
  unsignedToken,
  unusedScheme,
  unverifiedToken,
  wrongPrincipalProperty,
];
