/** The five customer companies, in the order of their people's ids. */
import { fjordlys } from './companies/fjordlys.ts';
import { larkhaven } from './companies/larkhaven.ts';
import { molino } from './companies/molino.ts';
import { qamar } from './companies/qamar.ts';
import { tsukimori } from './companies/tsukimori.ts';
import type { Company } from './company.ts';

export const companies: readonly Company[] = [fjordlys, molino, qamar, tsukimori, larkhaven];
