/** Molino Aurelia: a maker of flour and pasta in Italy and Spain. */
import { type Company, department } from '../company.ts';

export const molino: Company = {
  code: 'mau',
  name: 'Molino Aurelia',
  domain: 'molino-aurelia.example',
  people: 147,
  utcOffsetHours: 1,
  languages: { italian: 48, spanish: 32, romanian: 14, nigerian: 6 },
  sites: [
    {
      name: 'Bologna mill',
      departments: [
        department('Milling', 'food', 26, ['Miller', 'Silo operator', 'Process technician']),
        department('Packaging', 'food', 28, ['Line operator', 'Packer', 'Maintenance fitter']),
        department('Quality', 'food', 10, ['Quality technician', 'Laboratory analyst']),
      ],
    },
    {
      name: 'Valencia plant',
      departments: [
        department('Production', 'food', 34, [
          'Line operator',
          'Pasta maker',
          'Maintenance fitter',
        ]),
        department('Warehouse', 'warehouse', 18, ['Picker', 'Forklift driver']),
      ],
    },
    {
      name: 'Milan office',
      departments: [
        department('Sales', 'office', 16, ['Key account manager', 'Sales support']),
        department('Administration', 'office', 12, ['Accountant', 'Buyer', 'HR adviser']),
      ],
    },
  ],
};
