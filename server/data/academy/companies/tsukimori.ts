/** Tsukimori Precision: a Japanese maker of precision parts. */
import { type Company, department } from '../company.ts';

export const tsukimori: Company = {
  code: 'tkp',
  name: 'Tsukimori Precision',
  domain: 'tsukimori.example',
  people: 112,
  utcOffsetHours: 9,
  languages: { japanese: 72, chinese: 14, vietnamese: 10, english: 4 },
  sites: [
    {
      name: 'Nagoya works',
      departments: [
        department('Machining', 'workshop', 34, ['Machinist', 'Toolmaker', 'Setter']),
        department('Assembly', 'workshop', 26, ['Assembler', 'Calibration technician']),
        department('Inspection', 'workshop', 12, ['Inspector', 'Metrologist']),
      ],
    },
    {
      name: 'Osaka office',
      departments: [
        department('Design', 'office', 18, ['Mechanical designer', 'Optics engineer']),
        department('Sales and service', 'office', 18, ['Sales engineer', 'Service coordinator']),
      ],
    },
  ],
};
