/** The intranet of Qamar Logistics, in English and Arabic: a crescent over the road. */
import type { Brand } from '../brand.ts';
import { html } from '../html.ts';

export const qamar: Brand = {
  logo: html`<path
      class="glow"
      d="M25.5 4.5a13 13 0 1 0 8.3 19.8A11 11 0 0 1 25.5 4.5Z"
    />
    <path class="ink" d="M5 34.5h30v2.5H5Z" />`,
  icon: { ground: '#2b2157', ink: '#ffffff', glow: '#f2c14e' },
  texts: {
    en: {
      motto: 'Staff portal',
      news: [
        {
          title: 'Forty new trucks, forty quieter nights',
          text: 'The electric fleet joins the Dubai hub this month. Drivers get their keys after the short course on regenerative braking.',
          daysAgo: 1,
        },
        {
          title: 'Spot the phish before it spots you',
          text: 'Three of the mails that went round last week were ours, for practice. The course takes twenty minutes and is due next week.',
          daysAgo: 4,
        },
        {
          title: 'Muscat depot: shaded loading bays are ready',
          text: 'Bays 1 to 6 are open, with water points on both sides. Summer hours stay as they are.',
          daysAgo: 8,
        },
      ],
      notices: [
        ['Gate 4, Dubai hub', 'Open all night'],
        ['Heat index today', 'Rest every 45 minutes'],
        ['Shuttle to the metro', 'Every 15 minutes'],
      ],
    },
    ar: {
      motto: 'بوابة الموظفين',
      news: [
        {
          title: 'أربعون شاحنة جديدة وأربعون ليلة أهدأ',
          text: 'ينضم الأسطول الكهربائي إلى مركز دبي هذا الشهر. يتسلّم السائقون المفاتيح بعد دورة قصيرة عن الكبح المتجدد.',
          daysAgo: 1,
        },
        {
          title: 'اكشف رسالة التصيّد قبل أن تكشفك',
          text: 'ثلاث من رسائل الأسبوع الماضي أرسلناها نحن للتدريب. تستغرق الدورة عشرين دقيقة وموعدها الأسبوع القادم.',
          daysAgo: 4,
        },
        {
          title: 'مستودع مسقط: أرصفة التحميل المظللة جاهزة',
          text: 'الأرصفة من 1 إلى 6 مفتوحة ونقاط المياه على الجانبين. وتبقى ساعات الصيف كما هي.',
          daysAgo: 8,
        },
      ],
      notices: [
        ['البوابة 4، مركز دبي', 'مفتوحة طوال الليل'],
        ['مؤشر الحرارة اليوم', 'استراحة كل 45 دقيقة'],
        ['الحافلة إلى المترو', 'كل 15 دقيقة'],
      ],
    },
  },
};
