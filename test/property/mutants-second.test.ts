/** The other half of the ways to break the scope on purpose. */
import { describe } from 'vitest';
import { tryMutants } from './mutants.ts';

describe('a scope that is broken on purpose', () => tryMutants(1));
