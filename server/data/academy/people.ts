/** Everybody: who they are, where they work, whom they answer to, and how they go about their learning. */
import { secondsPerDay } from '../../../shared/time.ts';
import { personKeys } from '../keys.ts';
import type { CompanyTree, Workplace } from './branches.ts';
import type { Company } from './company.ts';
import { type NameLanguage, type NamePart, namePools } from './names.ts';
import { type Post, postsOf, type Rank } from './posts.ts';
import { type Random, randomFor } from './random.ts';
import type { Numbered } from './rows.ts';
import { mailName } from './spelling.ts';
import { supervisorOf } from './supervisors.ts';

/** A user's row with what the rest of the academy is worked out from. */
export interface Person {
  readonly row: Numbered<'users'>;
  readonly company: Company;
  readonly workplace: Workplace;
  readonly rank: Rank;
  readonly title: string;
  /** From 0 to 1: how promptly they learn what they are given. */
  readonly diligence: number;
  readonly hiredAt: number;
  /** Nothing that they do lies after this: now, or the day they left or lost interest. */
  readonly activeUntil: number;
}

/** When somebody came, and until when they were seen; leavers have an inactive account. */
function tenure(random: Random, rank: Rank, nowSeconds: number) {
  const daysAgo = (days: number) => nowSeconds - Math.round(days * secondsPerDay);
  const newcomer = rank === 'worker' && random.chance(0.13);
  const hiredDays = newcomer ? random.whole(3, 110) : random.whole(130, 2300);
  const fate = rank === 'worker' ? random.unit() : 1;
  const left = fate < 0.04 && !newcomer;
  const dormant = fate >= 0.04 && fate < 0.13 && hiredDays > 240;
  const quietDays = left ? random.whole(20, 110) : random.whole(62, 200);
  return {
    hiredAt: daysAgo(hiredDays + random.unit()),
    activeUntil: left || dormant ? daysAgo(quietDays + random.unit()) : nowSeconds,
    status: left ? ('inactive' as const) : ('active' as const),
  };
}

function nameFor(random: Random, company: Company): { given: NamePart; family: NamePart } {
  const languages = Object.entries(company.languages) as [NameLanguage, number][];
  const [language] = random.pickWeighted(languages, ([, weight]) => weight);
  const { given, family } = namePools[language];
  return { given: random.pick(given), family: random.pick(family) };
}

/** A username is the mail address; a second bearer of a name gets a number, as mail systems do. */
function usernameFor(local: string, domain: string, taken: ReadonlySet<string>): string {
  for (let count = 1; ; count += 1) {
    const username = `${local}${count === 1 ? '' : count}@${domain}`;
    if (!taken.has(username)) return username;
  }
}

/** Names the holder of a post; supervisors bring their own. */
function introduce(random: Random, post: Post, company: Company, taken: ReadonlySet<string>) {
  const { supervisor } = post;
  if (supervisor) return supervisor;
  const { given, family } = nameFor(random, company);
  const local = mailName(`${given.latin} ${family.latin}`);
  return {
    firstName: given.written,
    lastName: family.written,
    username: usernameFor(local, company.domain, taken),
  };
}

/** Everybody of every company, in the order of their ids from 1. */
export function buildPeople(trees: readonly CompanyTree[], nowSeconds: number): Person[] {
  const people: Person[] = [];
  const taken = new Set<string>(
    trees.flatMap(({ company }) => supervisorOf(company.code)?.username ?? []),
  );
  for (const tree of trees) {
    const { company } = tree;
    postsOf(tree, people.length + 1).forEach((post, at) => {
      const key = `${company.code}-${1001 + at}`;
      const random = randomFor(`person ${key}`);
      const { firstName, lastName, username } = introduce(random, post, company, taken);
      taken.add(username);
      const { hiredAt, activeUntil, status } = tenure(random, post.rank, nowSeconds);
      const row: Person['row'] = {
        id: people.length + 1,
        key,
        username,
        email: username,
        firstName,
        lastName,
        ...personKeys({ firstName, lastName, username, email: username }),
        level: post.supervisor ? 'power_user' : 'user',
        status,
        managerId: post.managerId,
        branchId: post.branchId,
        createdAt: hiredAt,
        lastAccessAt: null,
        expiresAt: null,
      };
      const { workplace, rank, title } = post;
      const diligence = Math.sqrt(random.unit());
      people.push({ row, company, workplace, rank, title, diligence, hiredAt, activeUntil });
    });
  }
  return people;
}
