import type { Answers } from '../../../../kit/api/api';
import { Day, Money } from '../../../../kit/figures/figures';
import { useSay, useWords } from '../../../../kit/words/language';
import { type Words, words } from '../../../../kit/words/words';
import { Facts } from '../../../parts/Facts';
import { Mark } from '../../../parts/Mark';

type Enterprise = NonNullable<Answers['CaseFile']['enterprise']>;
type Checks = Pick<Enterprise, 'checks'> & { readonly riskGrade: Enterprise['riskGrade'] };

const WORDS = words({
  registry: ['工商登记', 'Registry'],
  notAsked: ['尚未查询。', 'Not asked yet.'],
  notFound: ['登记机关查无此企业', 'The registry does not know it'],
  inBusiness: ['登记状态', 'Status'],
  yes: ['存续', 'In business'],
  no: ['并非存续', 'Not in business'],
  name: ['名称', 'Name'],
  legalPerson: ['法定代表人', 'Legal person'],
  agrees: ['与登记一致', 'Agrees'],
  differs: ['与登记不一致', 'Differs'],
  established: ['成立日期', 'Established'],
  capital: ['注册资本', 'Registered capital'],
  industry: ['行业', 'Industry'],
  address: ['住所', 'Address'],
  screening: ['名单筛查', 'Screening'],
  risk: ['客户风险等级', 'Customer risk'],
  version: ['名单版本', 'Version of the lists'],
  hit: [
    '名单 {list} · 条目 {entry} · 相似度 {similarity}%',
    'List {list} · entry {entry} · {similarity}% alike',
  ],
});
const OUTCOMES: Words<NonNullable<Enterprise['checks']['screening']>['outcome']> = words({
  CLEAR: ['未命中', 'Clear'],
  REVIEW: ['疑似命中，须人工核实', 'Possible hit: to be looked at'],
  BLOCK: ['确定命中', 'Sure hit'],
});
const RISKS: Words<NonNullable<Enterprise['riskGrade']>> = words({
  LOW: ['低', 'Low'],
  MEDIUM: ['中', 'Medium'],
  HIGH: ['高', 'High'],
});

/** What the registry says, compared with what the enterprise said. */
export function RegistryPart({ enterprise: { checks } }: { enterprise: Checks }) {
  const say = useWords(WORDS);
  const registry = checks.registry;
  return (
    <section className="case-part">
      <h2>{say('registry')}</h2>
      {registry === null && <p className="quiet">{say('notAsked')}</p>}
      {registry?.found === false && <Mark tone="bad">{say('notFound')}</Mark>}
      {registry?.found === true && (
        <Facts
          facts={[
            [say('inBusiness'), <Agreed key="in" is={registry.inBusiness} words={[say('yes'), say('no')]} />],
            [
              say('name'),
              <Agreed key="name" is={registry.nameMatches} words={[say('agrees'), say('differs')]} />,
            ],
            [
              say('legalPerson'),
              <Agreed
                key="person"
                is={registry.legalPersonMatches}
                words={[say('agrees'), say('differs')]}
              />,
            ],
            [
              say('established'),
              registry.establishedOn === null ? null : <Day key="on" day={registry.establishedOn} />,
            ],
            [
              say('capital'),
              registry.company === null ? null : (
                <Money key="capital" fen={registry.company.registeredCapitalFen} />
              ),
            ],
            [say('industry'), registry.company?.industry ?? null],
            [say('address'), registry.company?.address ?? null],
          ]}
        />
      )}
    </section>
  );
}

function Agreed({ is, words: [yes, no] }: { is: boolean; words: readonly [yes: string, no: string] }) {
  return <Mark tone={is ? 'good' : 'bad'}>{is ? yes : no}</Mark>;
}

/** What the lists say; the names themselves stay on the lists. */
export function ScreeningPart({ enterprise: { checks, riskGrade } }: { enterprise: Checks }) {
  const say = useWords(WORDS);
  const sayPair = useSay();
  const screening = checks.screening;
  return (
    <section className="case-part">
      <h2>{say('screening')}</h2>
      {screening === null ? (
        <p className="quiet">{say('notAsked')}</p>
      ) : (
        <p>
          <Mark tone={screening.outcome === 'CLEAR' ? 'good' : 'warn'}>
            {sayPair(OUTCOMES[screening.outcome])}
          </Mark>
        </p>
      )}
      <ul className="hits">
        {screening?.hits.map(({ listCode, entryId, similarity }) => (
          <li key={`${listCode}/${entryId}`}>
            {say('hit', { list: listCode, entry: entryId, similarity: Math.round(similarity * 100) })}
          </li>
        ))}
      </ul>
      <Facts
        facts={[
          [say('risk'), riskGrade === null ? null : sayPair(RISKS[riskGrade])],
          [say('version'), screening?.listVersion ?? null],
        ]}
      />
    </section>
  );
}
