/** The portal's own words, in the languages that its companies speak. */

export const languages = {
  en: { name: 'English', direction: 'ltr' },
  ar: { name: 'العربية', direction: 'rtl' },
} as const;
export type Language = keyof typeof languages;

export const isLanguage = (value: unknown): value is Language =>
  typeof value === 'string' && Object.hasOwn(languages, value);

const english = {
  'demo.label': 'Demonstration: look through the eyes of',
  'demo.switch': 'Switch person',
  skip: 'Skip to the content',
  theme: 'Dark look',
  nav: 'Intranet',
  'nav.home': 'Home',
  'nav.training': 'Training',
  'nav.people': 'People',
  'nav.enrollments': 'Enrollments',
  'nav.certificates': 'Certificates',
  'home.welcome': 'Welcome,',
  'home.news': 'News',
  'home.training': 'Your people are learning',
  'home.training-text':
    'See who is on track, who needs a nudge, and which certificates run out soon. The figures come live from our training provider.',
  'home.training-link': 'Open training',
  'home.today': 'Good to know',
  'training.lead': 'How your people are getting on, live from Kestrel Lane Academy.',
  'people.lead': 'Everybody you look after. Open a person to see their courses.',
  'people.dialog': 'One person',
  'enrollments.lead':
    'Each person in each course. Search, filter and sort to find what you look for.',
  'certificates.lead': 'Who holds what, and what has to be renewed next.',
  close: 'Close',
  provider: 'Training by Kestrel Lane Academy',
  'no-script': 'This page needs JavaScript.',
  missing: 'There is no such page',
  'missing-text': 'It may have moved. The navigation knows the way.',
} as const;
export type Word = keyof typeof english;

const arabic: Readonly<Record<Word, string>> = {
  'demo.label': 'عرض توضيحي: انظر بعيني',
  'demo.switch': 'تبديل الشخص',
  skip: 'تخطَّ إلى المحتوى',
  theme: 'المظهر الداكن',
  nav: 'الشبكة الداخلية',
  'nav.home': 'الرئيسية',
  'nav.training': 'التدريب',
  'nav.people': 'الموظفون',
  'nav.enrollments': 'التسجيلات',
  'nav.certificates': 'الشهادات',
  'home.welcome': 'أهلًا،',
  'home.news': 'الأخبار',
  'home.training': 'فريقك يتعلّم',
  'home.training-text':
    'اعرف من يسير وفق الخطة ومن يحتاج إلى تذكير وأي الشهادات تنتهي قريبًا. الأرقام مباشرة من مزوّد التدريب.',
  'home.training-link': 'افتح صفحة التدريب',
  'home.today': 'يهمّك أن تعرف',
  'training.lead': 'تقدّم فريقك مباشرة من أكاديمية كستريل لين.',
  'people.lead': 'كل من تتابعهم. افتح سجل أي شخص لترى دوراته.',
  'people.dialog': 'شخص واحد',
  'enrollments.lead': 'كل شخص في كل دورة. ابحث وصفِّ ورتّب لتجد ما تريد.',
  'certificates.lead': 'من يحمل أي شهادة، وما الذي يحين تجديده.',
  close: 'إغلاق',
  provider: 'التدريب من أكاديمية كستريل لين',
  'no-script': 'تحتاج هذه الصفحة إلى جافاسكربت.',
  missing: 'لا توجد صفحة بهذا العنوان',
  'missing-text': 'ربما نُقلت. استعن بقائمة التنقل.',
};

const tables: Readonly<Record<Language, Readonly<Record<Word, string>>>> = {
  en: english,
  ar: arabic,
};

export const say = (language: Language, word: Word): string => tables[language][word];
