import { defineLibrary, type InstanceFactory, type PrincipalLookup, type Verification } from '../vocabulary.ts';

const verify: Verification = { is: 'verification', credential: 0, delivers: 'promise', failure: 'throws' };
const supabase: InstanceFactory = {
  is: 'instance-factory',
  members: {
    'auth.getUser': { ...verify, failure: 'result-object', result: { principal: 'data.user', error: 'error' } },
    'auth.getClaims': { ...verify, failure: 'result-object', result: { principal: 'data.claims', error: 'error' } },
  },
};
const supabaseUser: PrincipalLookup = { is: 'principal', delivers: 'promise', object: true, members: ['data.user'] };

export default [
  defineLibrary({
    package: '@supabase/supabase-js',
    docs: 'https://supabase.com/docs/reference/javascript/auth-getuser',
    marks: false,
    exports: { createClient: supabase, SupabaseClient: supabase },
  }),
  defineLibrary({
    package: '@supabase/ssr',
    docs: 'https://supabase.com/docs/guides/auth/server-side/creating-a-client',
    exports: { createServerClient: { is: 'instance-factory', members: { 'auth.getUser': supabaseUser } } },
  }),
];
