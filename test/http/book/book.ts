/** The HTTP behaviour book: what the server does, told once and held against every runtime that runs it. */
import type { Stage } from '../stage.ts';
import { administrationAutomations } from './administration-automations.ts';
import { administrationDatasets } from './administration-datasets.ts';
import { administrationGroups } from './administration-groups.ts';
import { administrationJobs } from './administration-jobs.ts';
import { administrationLearning } from './administration-learning.ts';
import { administrationLists } from './administration-lists.ts';
import { administrationPages } from './administration-pages.ts';
import { administrationPowerUsers } from './administration-power-users.ts';
import { administrationProfiles } from './administration-profiles.ts';
import { administrationResources } from './administration-resources.ts';
import { administrationTrees } from './administration-trees.ts';
import { administrationUsers } from './administration-users.ts';
import { dashboards } from './dashboards.ts';
import { downloads } from './downloads.ts';
import { exports } from './exports.ts';
import { pages } from './pages.ts';
import { protocol } from './protocol.ts';
import { publicFacts } from './public-facts.ts';
import { questions } from './questions.ts';
import { reportList } from './report-list.ts';
import { session } from './session.ts';
import { tags } from './tags.ts';
import { token } from './token.ts';

/** Each sentence with the function that proves it on a stage; it throws where the sentence is not true. */
export type Chapter = Readonly<Record<string, (stage: Stage) => Promise<void>>>;

export const book: Readonly<Record<string, Chapter>> = {
  token,
  session,
  reports: reportList,
  rows: pages,
  questions,
  dashboards,
  exports,
  downloads,
  tags,
  'public facts': publicFacts,
  protocol,
  'lists of administration': administrationLists,
  'profiles of administration': administrationProfiles,
  'power users of administration': administrationPowerUsers,
  'datasets and sites of administration': administrationDatasets,
  'automations of administration': administrationAutomations,
  'users of administration': administrationUsers,
  'groups of administration': administrationGroups,
  'branches and categories of administration': administrationTrees,
  'jobs of administration': administrationJobs,
  'learning of administration': administrationLearning,
  'pages of administration': administrationPages,
  'menus and resources of administration': administrationResources,
};
