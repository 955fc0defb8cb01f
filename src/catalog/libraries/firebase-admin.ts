import { defineLibrary, type InstanceFactory, type Verification } from '../vocabulary.ts';

const verify: Verification = { is: 'verification', credential: 0, delivers: 'promise', failure: 'throws' };
const firebase: InstanceFactory = {
  is: 'instance-factory',
  members: { verifyIdToken: verify, verifySessionCookie: verify },
};

export default [
  defineLibrary({
    package: 'firebase-admin',
    docs: 'https://firebase.google.com/docs/auth/admin/verify-id-tokens',
    exports: { auth: firebase, initializeApp: { is: 'instance-factory', members: { auth: firebase } } },
  }),
  defineLibrary({
    package: 'firebase-admin/auth',
    docs: 'https://firebase.google.com/docs/auth/admin/verify-id-tokens',
    exports: { getAuth: firebase },
  }),
  defineLibrary({
    package: 'firebase-admin/app-check',
    docs: 'https://firebase.google.com/docs/app-check/custom-resource-backend',
    exports: { getAppCheck: { is: 'instance-factory', members: { verifyToken: verify } } },
  }),
];
