/** The posts of a company from the director down, each under somebody above it. */
import type { CompanyTree, Workplace } from './branches.ts';
import { randomFor } from './random.ts';
import { type Supervisor, supervisorOf } from './supervisors.ts';

export type Rank = 'director' | 'site_manager' | 'lead' | 'worker';

/** A place in the company to be filled; `managerId` is someone placed earlier. */
export interface Post {
  readonly rank: Rank;
  readonly workplace: Workplace;
  readonly branchId: number;
  readonly managerId: number | null;
  readonly title: string;
  readonly supervisor?: Supervisor;
}

/** The company's posts from the top down; the n-th post is held by the user with id `firstId + n`. */
export function postsOf({ company, branchId, workplaces }: CompanyTree, firstId: number): Post[] {
  const random = randomFor(`posts ${company.code}`);
  const posts: Post[] = [];
  const open = (post: Post): number => firstId + posts.push(post) - 1;
  const office = workplaces.findLast(({ department }) => department.work === 'office');
  if (!office) throw new RangeError(`${company.name} has no office`);
  const directorId = open({
    rank: 'director',
    workplace: office,
    branchId,
    managerId: null,
    title: 'Managing director',
  });
  const supervisor = supervisorOf(company.code);
  if (supervisor) {
    const { title } = supervisor;
    const place = { workplace: office, branchId: office.branchId, managerId: directorId };
    open({ rank: 'lead', ...place, title, supervisor });
  }
  const siteManagers = new Map<number, number>();
  const leads = workplaces.map((workplace) => {
    const { siteBranchId, site, department } = workplace;
    if (!siteManagers.has(siteBranchId)) {
      const at = { workplace, branchId: siteBranchId, managerId: directorId };
      const title = `Site manager, ${site}`;
      siteManagers.set(siteBranchId, open({ rank: 'site_manager', ...at, title }));
    }
    const managerId = siteManagers.get(siteBranchId) ?? directorId;
    const title = `Team lead, ${department.name.toLowerCase()}`;
    const branch = { workplace, branchId: workplace.branchId };
    return { ...branch, managerId: open({ rank: 'lead', ...branch, managerId, title }) };
  });
  while (posts.length < company.people) {
    const lead = random.pickWeighted(leads, ({ workplace }) => workplace.department.weight);
    open({ rank: 'worker', ...lead, title: random.pick(lead.workplace.department.titles) });
  }
  return posts;
}
