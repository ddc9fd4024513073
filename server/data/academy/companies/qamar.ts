/** Qamar Logistics: a Gulf haulier and warehouse keeper. */
import { type Company, department } from '../company.ts';

export const qamar: Company = {
  code: 'qml',
  name: 'Qamar Logistics',
  domain: 'qamar-logistics.example',
  people: 126,
  utcOffsetHours: 4,
  languages: { arabic: 44, southAsian: 34, filipino: 16, english: 6 },
  sites: [
    {
      name: 'Dubai hub',
      departments: [
        department('Warehouse', 'warehouse', 30, ['Picker', 'Forklift driver', 'Stock controller']),
        department('Fleet', 'driving', 28, ['Heavy vehicle driver', 'Courier', 'Dispatcher']),
        department('Customs desk', 'office', 10, ['Customs broker', 'Declarant']),
      ],
    },
    {
      name: 'Muscat depot',
      departments: [
        department('Warehouse', 'warehouse', 18, ['Picker', 'Forklift driver']),
        department('Fleet', 'driving', 18, ['Heavy vehicle driver', 'Courier']),
      ],
    },
    {
      name: 'Head office',
      departments: [
        department('Customer service', 'office', 14, ['Service agent', 'Account executive']),
        department('Systems and finance', 'office', 10, ['Systems analyst', 'Accountant']),
      ],
    },
  ],
};
