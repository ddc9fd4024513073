/** The intranet of Fjordlys Shipyards: a hull under a beam of light. */
import type { Brand } from '../brand.ts';
import { html } from '../html.ts';

export const fjordlys: Brand = {
  logo: html`<path class="glow" d="M20 5 33 21H7Z" />
    <path class="ink" d="M4 24h32l-5 9.5a3 3 0 0 1-2.7 1.5H11.7A3 3 0 0 1 9 33.5Z" />`,
  icon: { ground: '#0d2c45', ink: '#ffffff', glow: '#58d0c3' },
  texts: {
    en: {
      motto: 'Intranet',
      news: [
        {
          title: 'Hull 214 leaves the slipway',
          text: 'After eleven months the research vessel floats. Thanks to both yards, and to everybody who worked the last two weekends.',
          daysAgo: 1,
        },
        {
          title: 'Data protection round ends next week',
          text: 'One in three of us has not finished yet. It takes 45 minutes, and your lead can see how the team stands.',
          daysAgo: 3,
        },
        {
          title: 'New paint hall in Ålesund',
          text: 'The extraction is twice as strong and half as loud. Noise and hearing becomes part of the induction there.',
          daysAgo: 9,
        },
      ],
      notices: [
        ['Canteen, Bergen', 'Fish soup, flatbread'],
        ['Crane 3', 'Inspection until Thursday'],
        ['Ferry to the outer quay', 'Every 20 minutes'],
      ],
    },
  },
};
