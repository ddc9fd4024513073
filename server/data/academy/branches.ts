/** The branch tree: a company, its sites, their departments. */
import { fold } from '../../../shared/fold.ts';
import { companies } from './companies.ts';
import type { Company, Department } from './company.ts';
import type { Numbered } from './rows.ts';

/** A department in its place in the tree. */
export interface Workplace {
  readonly department: Department;
  readonly branchId: number;
  readonly siteBranchId: number;
  readonly site: string;
}

export interface CompanyTree {
  readonly company: Company;
  readonly branchId: number;
  readonly workplaces: readonly Workplace[];
}

/** Parents come before their children, so that the closure triggers find them. */
export function buildBranches(): { branches: Numbered<'branches'>[]; trees: CompanyTree[] } {
  const branches: Numbered<'branches'>[] = [];
  const grow = (name: string, key: string, parentId: number | null): number => {
    const id = branches.length + 1;
    branches.push({ id, key, name, nameKey: fold(name), parentId });
    return id;
  };
  const trees = companies.map((company): CompanyTree => {
    const branchId = grow(company.name, company.code, null);
    const workplaces = company.sites.flatMap((site, siteAt) => {
      const siteKey = `${company.code}-${siteAt + 1}`;
      const siteBranchId = grow(site.name, siteKey, branchId);
      return site.departments.map((department, at): Workplace => {
        const key = `${siteKey}-${at + 1}`;
        return {
          department,
          branchId: grow(department.name, key, siteBranchId),
          siteBranchId,
          site: site.name,
        };
      });
    });
    return { company, branchId, workplaces };
  });
  return { branches, trees };
}
