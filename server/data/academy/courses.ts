/** The category tree and the courses in it. */
import { fold } from '../../../shared/fold.ts';
import { secondsPerDay } from '../../../shared/time.ts';
import { courseKeys } from '../keys.ts';
import { courseList } from './course-list.ts';
import type { CourseSpec } from './course-spec.ts';
import { randomFor } from './random.ts';
import type { Numbered } from './rows.ts';

/** Key, name, and the categories below. */
const categoryTree = [
  [
    ['safety', 'Safety'],
    ['fire', 'Fire and evacuation'],
    ['first_aid', 'First aid'],
    ['machinery', 'Machinery and lifting'],
    ['substances', 'Substances'],
    ['driving', 'Driving'],
    ['office_safety', 'Office'],
  ],
  [
    ['compliance', 'Compliance'],
    ['data', 'Data protection'],
    ['ethics', 'Ethics and conduct'],
    ['sector', 'Rules of the trade'],
  ],
  [
    ['leadership', 'Leadership'],
    ['new_leaders', 'New leaders'],
    ['senior_leaders', 'Experienced leaders'],
  ],
  [
    ['it', 'IT'],
    ['security', 'Security'],
    ['tools', 'Tools'],
  ],
  [
    ['product', 'Product and service'],
    ['customers', 'Customers'],
    ['quality', 'Quality'],
  ],
] as const;

export interface Course {
  readonly row: Numbered<'courses'>;
  readonly spec: CourseSpec;
}

/** Parents come before their children, so that the closure triggers find them. */
export function buildCategories(): Numbered<'categories'>[] {
  const categories: Numbered<'categories'>[] = [];
  const add = (key: string, name: string, parentId: number | null): number => {
    const id = categories.length + 1;
    categories.push({ id, key, name, nameKey: fold(name), parentId });
    return id;
  };
  for (const [[key, name], ...below] of categoryTree) {
    const parentId = add(key, name, null);
    for (const [childKey, childName] of below) add(childKey, childName, parentId);
  }
  return categories;
}

/** The course's key is a number, as in most LMSs; its code is what people say. */
export function buildCourses(
  categories: readonly Numbered<'categories'>[],
  nowSeconds: number,
): Course[] {
  const idByKey = new Map(categories.map(({ key, id }) => [key, id]));
  return courseList.map((spec, at) => {
    const categoryId = idByKey.get(spec.category);
    if (categoryId === undefined) throw new RangeError(`No category ${spec.category}`);
    const { code, name, type, minutes, status = 'published' } = spec;
    const ageDays = randomFor(`course ${code}`).whole(900, 2600);
    const row: Course['row'] = {
      id: at + 1,
      key: String(501 + at),
      code,
      name,
      type,
      status,
      categoryId,
      ...courseKeys({ name, code }),
      durationSeconds: minutes * 60,
      createdAt: nowSeconds - ageDays * secondsPerDay,
    };
    return { row, spec };
  });
}
