/** The intranet of Molino Aurelia: an ear of wheat. */
import type { Brand } from '../brand.ts';
import { html } from '../html.ts';

export const molino: Brand = {
  logo: html`<path class="ink" d="M18.8 37V14h2.4v23Z" />
    <path
      class="glow"
      d="M20 3c3 3.5 3 7 0 10.5C17 10 17 6.5 20 3Zm-2 13c-4.8-.3-7.3-2.6-7.6-7 4.6.3 7.2 2.7 7.6 7Zm4 0c.4-4.3 3-6.7 7.6-7-.3 4.4-2.8 6.7-7.6 7Zm-4 8.5c-4.8-.3-7.3-2.6-7.6-7 4.6.3 7.2 2.7 7.6 7Zm4 0c.4-4.3 3-6.7 7.6-7-.3 4.4-2.8 6.7-7.6 7Zm-4 8.5c-4.8-.3-7.3-2.6-7.6-7 4.6.3 7.2 2.7 7.6 7Zm4 0c.4-4.3 3-6.7 7.6-7-.3 4.4-2.8 6.7-7.6 7Z"
    />`,
  icon: { ground: '#fbf3e6', ink: '#8a4b1f', glow: '#c8791f' },
  texts: {
    en: {
      motto: 'La casa di tutti',
      news: [
        {
          title: 'Durum harvest: the first samples are in',
          text: 'Protein at 13.8 percent and a colour that the laboratory calls a pleasure. Milling of the new crop begins on Monday.',
          daysAgo: 2,
        },
        {
          title: 'Two early shifts without an accident: 400 days',
          text: 'Bologna and Valencia celebrate with the bakery next door. Fire safety is due for everybody by next week.',
          daysAgo: 5,
        },
        {
          title: 'Who wants to lead a line?',
          text: 'Valencia opens four places on the team leader pathway. Talk to Chiara before the end of the month.',
          daysAgo: 11,
        },
      ],
      notices: [
        ['Mensa, Bologna', 'Tortellini in brodo'],
        ['Silo 7', 'Closed for cleaning'],
        ['Bus from Valencia Nord', '6.10 and 14.10'],
      ],
    },
  },
};
