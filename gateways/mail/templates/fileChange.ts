import { FILE_CHANGE_NAMES, fact, minuteOf, reasonsIn, type Templates, text } from './define';

/** Messages of `fileChange/{changeId}`. */
export const fileChangeTemplates = {
  FILE_CHANGE_WAITS: ({ kind, until, stopUrl, recovered }) => ({
    subject: text(
      `${FILE_CHANGE_NAMES[kind].zh}即将变更，请核对`,
      `Look: ${FILE_CHANGE_NAMES[kind].en} is about to change`,
    ),
    paragraphs: [
      text(
        `贵企业登记的${FILE_CHANGE_NAMES[kind].zh}即将变更，等待期满后生效。`,
        `A change of ${FILE_CHANGE_NAMES[kind].en} of your enterprise has been agreed. It counts once the time below is over.`,
      ),
      ...(recovered === null
        ? []
        : [
            text(
              `${recovered.person}的登录邮箱将改为 ${recovered.mail}，由金融机构工作人员代为申请。`,
              `${recovered.person} would sign in with ${recovered.mail}, as our staff were asked to arrange.`,
            ),
          ]),
      text(
        '如果不是贵企业提出的，请在此之前登录并停止，或立即联系我们。',
        'If your enterprise did not ask for it, sign in and stop it before then, or tell us at once.',
      ),
    ],
    facts: [fact.countsFrom(until)],
    action: { label: text('登录查看或停止', 'Sign in to look at it or stop it'), url: stopUrl },
  }),
  FILE_CHANGE_DONE: ({ kind }) => ({
    subject: text(
      `${FILE_CHANGE_NAMES[kind].zh}变更已生效`,
      `The change of ${FILE_CHANGE_NAMES[kind].en} is done`,
    ),
    paragraphs: [
      text(
        '变更已按申请办理。如果不是贵企业提出的，请立即联系我们。',
        'It was done as asked for. If your enterprise did not ask for it, tell us at once.',
      ),
    ],
  }),
  FILE_CHANGE_STOPPED: ({ kind }) => ({
    subject: text(
      `${FILE_CHANGE_NAMES[kind].zh}变更已停止`,
      `The change of ${FILE_CHANGE_NAMES[kind].en} was stopped`,
    ),
    paragraphs: [text('资料保持不变。', 'Everything stays as it was.')],
  }),
  FILE_CHANGE_REFUSED: (why) => ({
    subject: text(
      `${FILE_CHANGE_NAMES[why.kind].zh}变更未通过`,
      `The change of ${FILE_CHANGE_NAMES[why.kind].en} was not accepted`,
    ),
    paragraphs: [
      text(`原因：${reasonsIn(why).zh}`, `Reason: ${reasonsIn(why).en}`),
      text('资料保持不变，补齐材料后可以再次申请。', 'Everything stays as it was. You may ask again.'),
    ],
  }),
  ACCESS_HELD: ({ person, at }) => ({
    subject: text('一名代表人的权限已暂停', 'Somebody who acts for your enterprise is on hold'),
    paragraphs: [
      text(
        `${person}的账户更换了登录邮箱，且未经原邮箱确认。为保护贵企业，${person}暂不能代表贵企业办理业务，直至我们核实身份。`,
        `The account of ${person} has another mailbox now, and the one before did not confirm it. To protect your enterprise, ${person} does not act for it until we have seen who it is.`,
      ),
      text(
        '如属本人更换，请持证件到我机构办理恢复；如果您不知道此事，请立即联系我们。',
        'If it was so, come to us with the identity card to be let in again. If you know nothing of it, tell us at once.',
      ),
    ],
    facts: [[text('时间', 'When'), minuteOf(at)]],
  }),
  MAIL_RECOVERY: ({ confirmUrl, expiresAt }) => ({
    subject: text('请确认新的登录邮箱', 'Please confirm your new mail address'),
    paragraphs: [
      text(
        '您通过金融机构申请恢复账户。请打开下面的链接确认本邮箱，然后在登录页重设密码；双重验证需重新设置。恢复仅及于本企业；您代表的其他企业，须由其金融机构分别核实后恢复。',
        'You asked your institution to recover the account. Open the link below to confirm this address, then choose another password where you sign in. The second factor is set up anew. It opens this enterprise alone: others that you act for are opened by their own institutions, once they have seen you.',
      ),
    ],
    facts: [fact.validUntil(expiresAt)],
    action: { label: text('确认', 'Confirm'), url: confirmUrl },
  }),
} satisfies Partial<Templates>;
