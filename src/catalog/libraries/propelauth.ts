import { guards } from '../common.ts';
import { defineLibrary, type Meaning, type StepKnowledge } from '../vocabulary.ts';

const guard: StepKnowledge = {
  role: 'authenticate',
  outcome: guards,
  status: 401,
  rejection: 'answer',
  scheme: { kind: 'jwt', name: 'propelauth' },
  establishes: ['user'],
  why: 'it rejects every request without a valid access token',
};
const member: Meaning = { is: 'step-factory', step: guard };

export default defineLibrary({
  package: '@propelauth/express',
  docs: 'https://docs.propelauth.com/reference/backend-apis/express',
  exports: {
    initAuth: {
      is: 'instance-factory',
      members: {
        requireUser: { is: 'step', step: guard },
        optionalUser: {
          is: 'step',
          step: { role: 'session', establishes: ['user'], why: 'optionalUser lets everyone continue' },
        },
        requireOrgMember: member,
        requireOrgMemberWithMinimumRole: member,
        requireOrgMemberWithExactRole: member,
        requireOrgMemberWithPermission: member,
        requireOrgMemberWithAllPermissions: member,
      },
    },
  },
});
