/** Fjordlys Shipyards: a Norwegian shipbuilder with two yards. */
import { type Company, department } from '../company.ts';

export const fjordlys: Company = {
  code: 'fjl',
  name: 'Fjordlys Shipyards',
  domain: 'fjordlys.example',
  people: 184,
  utcOffsetHours: 1,
  languages: { norwegian: 62, polish: 24, english: 6, vietnamese: 4, nigerian: 4 },
  sites: [
    {
      name: 'Bergen yard',
      departments: [
        department('Hull workshop', 'workshop', 34, ['Welder', 'Plater', 'Crane operator']),
        department('Outfitting', 'workshop', 26, ['Pipefitter', 'Joiner', 'Rigger']),
        department('Electrical', 'workshop', 20, ['Marine electrician', 'Automation technician']),
      ],
    },
    {
      name: 'Ålesund yard',
      departments: [
        department('Hull workshop', 'workshop', 26, ['Welder', 'Plater']),
        department('Paint and coatings', 'workshop', 18, ['Surface treater', 'Sprayer']),
        department('Stores', 'warehouse', 10, ['Storekeeper', 'Forklift driver']),
      ],
    },
    {
      name: 'Head office',
      departments: [
        department('Engineering', 'office', 24, ['Naval architect', 'Design engineer']),
        department('Finance and people', 'office', 14, ['Accountant', 'HR adviser', 'Buyer']),
      ],
    },
  ],
};
