import type {Art} from './art.js';
import type {Language} from './text/text.js';

type Words = Readonly<Record<Language, string>>;

/** A thing the shop sells. */
export interface Product {
  /** The last part of its address. */
  readonly id: string;
  readonly art: Art;
  readonly price: number;
  readonly name: Words;
  readonly summary: Words;
  readonly description: Words;
  readonly options: readonly {readonly id: string; readonly name: Words}[];
}

export const CATALOGUE: readonly Product[] = [
  {
    id: 'moon-jar',
    art: 'jar',
    price: 48_000,
    name: {ko: '달항아리 화병', en: 'Moon jar vase'},
    summary: {ko: '두 사발을 맞붙여 빚은 백자', en: 'White porcelain, thrown as two bowls'},
    description: {
      ko: '위아래 두 사발을 맞붙여 빚어 어느 쪽에서 보아도 조금씩 다르게 둥글어요. 한 송이만 꽂아도, 비워 두어도 좋은 크기예요.',
      en: 'Two bowls are joined into one jar, so that it is round a little differently from every side. Good with a single stem, and good with none.',
    },
    options: [
      {id: 'small', name: {ko: '소 (18 cm)', en: 'Small (18 cm)'}},
      {id: 'large', name: {ko: '대 (24 cm)', en: 'Large (24 cm)'}},
    ],
  },
  {
    id: 'porcelain-mug',
    art: 'mug',
    price: 22_000,
    name: {ko: '백자 머그', en: 'Porcelain mug'},
    summary: {ko: '손에 감기는 얇은 테두리', en: 'A thin rim and a wide handle'},
    description: {
      ko: '얇은 테두리와 넓은 손잡이. 뜨거운 차를 담아도 손이 편하고, 식기세척기와 전자레인지에 쓸 수 있어요.',
      en: 'A thin rim and a handle with room for the whole hand. Safe in the dishwasher and the microwave.',
    },
    options: [
      {id: 'plain', name: {ko: '백색', en: 'Plain white'}},
      {id: 'line', name: {ko: '청화 줄무늬', en: 'Blue line'}},
    ],
  },
  {
    id: 'hanji-lamp',
    art: 'lamp',
    price: 67_000,
    name: {ko: '한지 보름달 조명', en: 'Hanji moon lamp'},
    summary: {ko: '은은하게 번지는 침실등', en: 'A soft light for the bedroom'},
    description: {
      ko: '닥나무 한지를 겹쳐 빛이 눈부시지 않아요. 세 단계로 밝기를 바꿀 수 있고, 충전하면 이틀 밤 동안 켜 둘 수 있어요.',
      en: 'Layers of mulberry paper keep the light from dazzling. Three levels of brightness, two nights on a charge.',
    },
    options: [
      {id: 'warm', name: {ko: '전구색', en: 'Warm light'}},
      {id: 'neutral', name: {ko: '주백색', en: 'Neutral light'}},
    ],
  },
  {
    id: 'lacquer-tray',
    art: 'tray',
    price: 39_000,
    name: {ko: '옻칠 다과 쟁반', en: 'Lacquer tray'},
    summary: {ko: '일곱 번 칠하고 말린 나무 쟁반', en: 'Wood, lacquered seven times'},
    description: {
      ko: '느티나무를 깎아 옻을 일곱 번 올렸어요. 물기가 스미지 않아 과일도 차도 그대로 올릴 수 있어요.',
      en: 'Zelkova wood under seven coats of lacquer. Water does not get in: fruit and tea are both welcome.',
    },
    options: [
      {id: 'oval', name: {ko: '타원', en: 'Oval'}},
      {id: 'round', name: {ko: '원', en: 'Round'}},
    ],
  },
  {
    id: 'brass-bowl',
    art: 'bowl',
    price: 54_000,
    name: {ko: '유기 밥그릇과 수저', en: 'Brass bowl set'},
    summary: {ko: '온기를 오래 지키는 방짜 유기', en: 'Hammered brass that keeps warm'},
    description: {
      ko: '망치로 두드려 만든 방짜 유기라 밥이 늦게 식어요. 수저와 젓가락이 함께 들어 있고, 선물 상자에 담아 보내요.',
      en: 'Hammered brass keeps the rice warm to the last spoonful. Comes with spoon and chopsticks in a gift box.',
    },
    options: [
      {id: 'one', name: {ko: '1인', en: 'For one'}},
      {id: 'two', name: {ko: '2인', en: 'For two'}},
    ],
  },
  {
    id: 'sochang-cloth',
    art: 'cloth',
    price: 18_000,
    name: {ko: '소창 행주 네 장', en: 'Sochang cotton cloths, set of 4'},
    summary: {ko: '삶을수록 부드러워지는 면', en: 'Cotton that softens with washing'},
    description: {
      ko: '강화에서 짠 소창을 세 번 삶아 재단했어요. 물을 잘 머금고 빨리 마르며, 오래 쓸수록 부드러워져요.',
      en: 'Woven on Ganghwa island and boiled three times before cutting. Highly absorbent, dries fast, and gets softer with the years.',
    },
    options: [
      {id: 'mixed', name: {ko: '혼합', en: 'Mixed'}},
      {id: 'white', name: {ko: '흰색', en: 'White only'}},
    ],
  },
];

/** The product at an address, if there is one. */
export function findProduct(id: string): Product | undefined {
  return CATALOGUE.find((product) => product.id === id);
}
