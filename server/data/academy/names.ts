/** Names of people by language, all invented by combination; other scripts carry their spelling for addresses. */

/** One word of a name as it is written, and in Latin letters. */
export interface NamePart {
  readonly written: string;
  readonly latin: string;
}

interface NamePool {
  readonly given: readonly NamePart[];
  readonly family: readonly NamePart[];
}

/** `written` or `written=latin`, with `_` for a space inside a name. */
function parts(list: string): NamePart[] {
  return list.split(/\s+/).map((entry) => {
    const [written = '', latin = written] = entry.replaceAll('_', ' ').split('=');
    return { written, latin };
  });
}

const pool = (given: string, family: string): NamePool => ({
  given: parts(given),
  family: parts(family),
});

export const namePools = {
  norwegian: pool(
    'Ingrid Astrid Sølvi Åse Bjørn Håkon Øystein Sigrid Eirik Trond Maren Ragnhild Jørn Kåre Liv Torstein Synnøve Magnus Pål Unni Vegard Hedda Gunnar Tuva',
    'Solberg Haugen Nygård Lunde Bråten Sæther Myhre Åsheim Rønning Tveit Ødegård Fjeldstad Brekke Hovland Strømme Kvåle Sandvik Berge Grønli Aune Vik Moen Lie Røed',
  ),
  polish: pool(
    'Agnieszka Paweł Małgorzata Łukasz Zofia Wojciech Krystyna Grażyna Michał Tomasz Bożena Jerzy',
    'Wójcik Kowalczyk Zieliński Dąbrowska Szymański Jabłońska Król Górski Pawłowska Sikora Błaszczyk Żuk',
  ),
  english: pool(
    'Alice Harriet Oliver Tom Priscilla George Edith Callum Hannah Rowan Beth Marcus Imogen Stanley Joan Declan Niamh Siân Owen Aoife Fergus Morag Kitty Percy',
    "Ashworth Penhaligon O'Hara Thistlewood Marsh Fairweather Okafor Whitlock Bramley Lloyd-Jones Pike Garside Hartley MacLeod Winterbourne Fenn Sheridan Dunmore Holt Quayle Rook Tandy Bell Yarrow",
  ),
  italian: pool(
    'Giulia Niccolò Chiara Matteo Beatrice Lorenzo Noemi Gabriele Ilaria Tommaso Sofia Dario Elettra Ruggero Mirella Ugo Nicolò Cosima',
    "Ferrari D'Angelo Bianchi Rossetti Moretti Caruso De_Luca Fontana Pellegrino Bassi Marchetti Lo_Presti Zanetti Gallo Venturi Nardò Serafini Tosi",
  ),
  spanish: pool(
    'Begoña Íñigo Lucía Sebastián Nuria Joaquín Inés Álvaro Rocío Martín Pilar Andrés Ximena Raúl Concepción Jesús Mónica Hernán',
    'Muñoz_Ibáñez García_Peña Núñez Castaño Villalba Ordóñez Ferrer_Coll Ruíz_Marín Zúñiga Peñalver Blasco Soler Yáñez Carrión Miralles Rincón Sáez Alarcón',
  ),
  romanian: pool(
    'Ștefan Ioana Andreea Mădălina Răzvan Cătălin Ileana Timea Bogdan Ruxandra',
    'Popescu Ionescu Dumitrașcu Stănescu Vlăduț Mureșan Câmpeanu Rădulescu Țurcanu Bălan',
  ),
  arabic: pool(
    'محمد=Mohammed فاطمة=Fatima خالد=Khalid عائشة=Aisha يوسف=Yousef مريم=Maryam عمر=Omar نورة=Noura سلطان=Sultan ليلى=Layla حمد=Hamad شيخة=Sheikha طارق=Tariq هند=Hind راشد=Rashid سلمى=Salma بدر=Badr زينب=Zainab',
    'المنصوري=Al-Mansoori الكعبي=Al-Kaabi الحارثي=Al-Harthy البلوشي=Al-Balushi الشامسي=Al-Shamsi الزعابي=Al-Zaabi العامري=Al-Ameri السويدي=Al-Suwaidi النعيمي=Al-Nuaimi الرواحي=Al-Rawahi حداد=Haddad الخطيب=Al-Khatib درويش=Darwish عبد_الله=Abdullah',
  ),
  southAsian: pool(
    'Aditya Meera Rajesh Fathima Imran Lakshmi Suresh Ayesha Vikram Nirmala Bilal Anjali Harpreet Deepa Sanjay Zubair',
    'Nair Menon Qureshi Pillai Siddiqui Fernando Ranasinghe Thapa Chaudhry Iyer Kurian Rahman Gurung Bhatt Perera Sharma',
  ),
  filipino: pool(
    'Maricel Jomar Rowena Arnel Divina Ronaldo Luzviminda Crisanto Jocelyn Efren',
    'Dela_Cruz Bautista Santos Magbanua Villanueva Ocampo Tolentino Pangilinan Macaraeg Salonga',
  ),
  japanese: pool(
    '蓮=Ren 陽葵=Himari 湊=Minato 結衣=Yui 大輔=Daisuke さくら=Sakura 健太=Kenta 美咲=Misaki 翔太=Shota 彩花=Ayaka 直樹=Naoki 恵子=Keiko 拓也=Takuya 真由美=Mayumi 隆=Takashi 千尋=Chihiro 亮=Ryo 由紀=Yuki 誠=Makoto 智子=Tomoko',
    '山本=Yamamoto 佐藤=Sato 高橋=Takahashi 渡辺=Watanabe 小林=Kobayashi 加藤=Kato 吉田=Yoshida 松本=Matsumoto 井上=Inoue 木村=Kimura 清水=Shimizu 長谷川=Hasegawa 石井=Ishii 藤田=Fujita 岡本=Okamoto 中島=Nakajima 三浦=Miura 原田=Harada 小野=Ono 竹内=Takeuchi',
  ),
  chinese: pool(
    '伟=Wei 秀英=Xiuying 芳=Fang 磊=Lei 婷=Ting 建国=Jianguo 雪=Xue 浩=Hao 静=Jing 明=Ming',
    '王=Wang 李=Li 张=Zhang 陈=Chen 刘=Liu 杨=Yang 黄=Huang 赵=Zhao 周=Zhou 吴=Wu',
  ),
  vietnamese: pool(
    'Thảo Minh Hương Đức Linh Quốc Ngọc Tuấn Phương Bảo',
    'Nguyễn Trần Lê Phạm Đặng Bùi Vũ Hồ Dương Lý',
  ),
  nigerian: pool(
    'Chidinma Adébáyọ̀ Ngozi Tunde Ìfẹ́olúwa Emeka Folake Obinna Adaeze Kelechi',
    'Okonkwo Adeyemi Eze Balogun Nwachukwu Ògúnbánjọ Abiola Uzoma Onyekachi Bello',
  ),
} satisfies Record<string, NamePool>;

export type NameLanguage = keyof typeof namePools;
