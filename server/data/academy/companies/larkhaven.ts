/** Larkhaven Care: care homes and home care in the north of England. */
import { type Company, department } from '../company.ts';

export const larkhaven: Company = {
  code: 'lhc',
  name: 'Larkhaven Care',
  domain: 'larkhaven-care.example',
  people: 168,
  utcOffsetHours: 0,
  languages: { english: 58, nigerian: 16, filipino: 14, southAsian: 8, romanian: 4 },
  sites: [
    {
      name: 'Larkhaven House, York',
      departments: [
        department('Nursing', 'care', 32, ['Registered nurse', 'Nursing assistant']),
        department('Daily living', 'care', 34, ['Care assistant', 'Activities coordinator']),
        department('Kitchen', 'food', 10, ['Cook', 'Kitchen assistant']),
      ],
    },
    {
      name: 'Riverside, Leeds',
      departments: [
        department('Nursing', 'care', 24, ['Registered nurse', 'Nursing assistant']),
        department('Daily living', 'care', 28, ['Care assistant', 'Night care assistant']),
      ],
    },
    {
      name: 'Community team',
      departments: [
        department('Home visits', 'care', 24, ['Home carer', 'Occupational therapist']),
        department('Office', 'office', 14, ['Scheduler', 'Payroll clerk', 'HR adviser']),
      ],
    },
  ],
};
