/** What the portal's pages do by themselves: the dark look, and a person opened from the list of people. */

const root = document.documentElement;
const yearSeconds = 365 * 24 * 3600;

const isDark = () =>
  root.dataset.theme === 'dark' ||
  (root.dataset.theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);

// On a narrow screen the navigation scrolls sideways.
document
  .querySelector('.side [aria-current]')
  ?.scrollIntoView({ block: 'nearest', inline: 'center' });

const themeButton = document.querySelector('#theme');
themeButton?.setAttribute('aria-pressed', String(isDark()));
themeButton?.addEventListener('click', () => {
  const theme = isDark() ? 'light' : 'dark';
  root.dataset.theme = theme;
  themeButton.setAttribute('aria-pressed', String(theme === 'dark'));
  for (const widget of document.querySelectorAll('ambit-dashboard, ambit-report, ambit-learner')) {
    widget.setAttribute('theme', theme);
  }
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet.
  document.cookie = `portal_theme=${theme}; Path=/; Max-Age=${yearSeconds}; SameSite=Lax`;
});

const sheet = document.querySelector('#learner');

/** The widget offers its own details of a row; the portal shows the whole person instead. */
document.addEventListener('ambit-row-activate', (event) => {
  const userId = event.detail.row.user_id;
  if (!event.target.matches('[data-opens-learner]') || typeof userId !== 'string' || !sheet) return;
  event.preventDefault();
  const learner = document.createElement('ambit-learner');
  learner.setAttribute('user-id', userId);
  learner.setAttribute('theme', root.dataset.theme ?? 'auto');
  sheet.querySelector('.sheet-body').replaceChildren(learner);
  sheet.showModal();
});

sheet?.querySelector('.close').addEventListener('click', () => sheet.close());
sheet?.addEventListener('close', () => sheet.querySelector('.sheet-body').replaceChildren());
