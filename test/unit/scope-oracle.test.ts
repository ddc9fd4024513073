/** The judge is judged: it knows nothing of the server, and says what a reader works out by hand. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { visible } from '../reference/oracle.ts';
import { boss, company, holding, picking } from './scope-world.ts';

const folder = new URL('../reference/', import.meta.url);
const specifiers = (file: string) =>
  readFileSync(fileURLToPath(new URL(file, folder)), 'utf8').matchAll(/from '([^']+)'/g);

describe('the oracle', () => {
  it('imports from shared and its own folder alone', () => {
    const named = ['oracle.ts', 'world.ts'].flatMap((file) =>
      Array.from(specifiers(file), ([, specifier = '']) => specifier),
    );
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !/^(\.\.\/\.\.\/shared|\.)\/[a-z]/.test(name))).toEqual([]);
  });

  it('T-17 lets two datasets show their own pairs, learners and courses', () => {
    const world = holding(
      picking('one', 'group g1', 'course maths'),
      picking('two', 'user cy', 'plan onboarding'),
    );
    const { pairs, learners, courses } = visible(world, boss);
    expect(pairs).toEqual([
      ['ana', 'maths'],
      ['ben', 'maths'],
      ['cy', 'first aid'],
      ['cy', 'maths'],
    ]);
    expect(learners).toEqual(['ana', 'ben', 'cy']);
    expect(courses).toEqual(['first aid', 'maths']);
  });

  it('T-15 shows no learner whose dataset has no course, and no course whose dataset has nobody', () => {
    const world = holding(picking('people', 'user ana'), picking('courses', 'course maths'));
    expect(visible(world, boss)).toMatchObject({ pairs: [], learners: [], courses: [] });
  });

  it('shows pairs that nobody is enrolled in', () => {
    const world = { ...holding(picking('d', 'user ana', 'course maths')), enrollments: [] };
    expect(visible(world, boss).pairs).toEqual([['ana', 'maths']]);
    expect(visible(world, boss).enrollments).toEqual([]);
  });

  it('shows nothing of a company of which nobody holds anything', () => {
    expect(Object.values(visible(company, boss)).flat()).toEqual([]);
  });
});
