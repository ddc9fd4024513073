/** The three people who look after others in their own company's portal; `authority.ts` says what each holds. */

export interface Supervisor {
  /** Company code. */
  readonly company: string;
  readonly username: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly title: string;
}

export const supervisors = {
  /** Sees the whole company and may export. */
  fjordlys: {
    company: 'fjl',
    username: 'ingrid.solberg@fjordlys.example',
    firstName: 'Ingrid',
    lastName: 'Solberg',
    title: 'Head of people and training',
  },
  /** Holds two datasets that must not combine. */
  molino: {
    company: 'mau',
    username: 'chiara.dangelo@molino-aurelia.example',
    firstName: 'Chiara',
    lastName: "D'Angelo",
    title: 'Safety and development partner',
  },
  /** May look, and not take away. */
  qamar: {
    company: 'qml',
    username: 'layla.haddad@qamar-logistics.example',
    firstName: 'ليلى',
    lastName: 'حداد',
    title: 'Learning coordinator',
  },
} as const satisfies Record<string, Supervisor>;

export const supervisorOf = (companyCode: string): Supervisor | undefined =>
  Object.values(supervisors).find(({ company }) => company === companyCode);
