import type { PrincipalLookup } from './vocabulary.ts';

/** What nobody has who is not signed in: https://clerk.com/docs/reference/backend/types/auth-object */
export const clerkSession: PrincipalLookup = {
  is: 'principal',
  delivers: 'value',
  object: true,
  members: ['userId', 'isAuthenticated', 'sessionId', 'sessionClaims', 'orgId', 'orgRole', 'orgSlug', 'actor'],
  methods: ['has'],
};
